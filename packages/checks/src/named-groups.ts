import { joinMarkdown, listed, md, type Markdown } from "@shipshape/core";

const mostNamed = 4;

/** Names of one kind, and what they are. */
type NamedGroup = readonly [what: Markdown, names: readonly string[]];

/** A list with an item for each group that has any names; undefined where none has. */
export function namedGroups(groups: readonly NamedGroup[]): Markdown | undefined {
  const items = groups
    .filter(([, names]) => names.length > 0)
    .map(([what, names]) => md`- ${what}: ${namedList(names)}`);
  return items.length > 0 ? joinMarkdown(items, "\n") : undefined;
}

/** Names in one line: the first of them, and how many more there are. */
export function namedList(names: readonly string[]): Markdown {
  const shown = listed(names.slice(0, mostNamed));
  return names.length > mostNamed ? md`${shown} and ${names.length - mostNamed} more` : shown;
}
