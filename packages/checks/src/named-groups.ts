import { joinMarkdown, Markdown, md } from "@shipshape/core";

const mostNamed = 4;

/**
 * A list with an item for each group that has any names; undefined where none has.
 * @param groups the names by what they are, which is Markdown of ours
 */
export function namedGroups(groups: Readonly<Record<string, readonly string[]>>): Markdown | undefined {
  const items = Object.entries(groups)
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => md`- ${new Markdown(what)}: ${namedList(names)}`);
  return items.length > 0 ? joinMarkdown(items, "\n") : undefined;
}

/** Names in one line: the first of them, and how many more there are. */
function namedList(names: readonly string[]): Markdown {
  const shown = names.slice(0, mostNamed).map((name) => md`${name}`);
  const more = names.length > mostNamed ? md` and ${names.length - mostNamed} more` : md``;
  return md`${joinMarkdown(shown, ", ")}${more}`;
}
