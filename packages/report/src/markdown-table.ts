/** A table in GitHub's Markdown; its cells are Markdown of one line. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => "---"), ...rows].map(tableRow).join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/**
 * GitHub splits a row at every `|` without a backslash right before it, in code spans too, and takes that one
 * backslash away again; backslashes further ahead change nothing.
 */
function cell(markdown: string): string {
  return oneLine(markdown).replaceAll("|", "\\|");
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
