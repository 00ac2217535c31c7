import { joinMarkdown, type Markdown, md } from "@shipshape/core";

const mostNamed = 4;

/** Names in one line: the first of them, and how many more there are. */
export function namedList(names: readonly string[]): Markdown {
  const shown = names.slice(0, mostNamed).map((name) => md`${name}`);
  const more = names.length > mostNamed ? md` and ${names.length - mostNamed} more` : md``;
  return md`${joinMarkdown(shown, ", ")}${more}`;
}
