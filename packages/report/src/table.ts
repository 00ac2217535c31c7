import { wrap, widthOf } from "./wrap.ts";

export type Column = {
  readonly heading: string;
  /** Numbers read best at the right; text, which is the default, at the left. */
  readonly align?: "left" | "right";
};

const gap = "  ";

/** The narrowest last column that still reads as a column, in characters. */
const narrowest = 16;

/**
 * A table in plain text, under one line of headings: the columns are aligned, and the last one is wrapped to
 * the width. Where too little is left for it, each row becomes a list of `heading: cell` instead.
 * @param rows as many cells a row as there are columns; a cell may be coloured, and only the last may have several lines
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string {
  const widths = columns.map(({ heading }, at) =>
    Math.max(widthOf(heading), ...rows.map((row) => widthOf(row[at] ?? ""))),
  );
  const room = lastColumn(columns, width, widths);
  if (room < narrowest && room < (widths.at(-1) ?? 0)) return asLists(columns, rows, width);
  return [columns.map(({ heading }) => heading), ...rows]
    .map((row) => aligned(columns, row, widths, room))
    .join("\n");
}

/** How wide the last column may be. */
function lastColumn(columns: readonly Column[], width: number, widths: readonly number[]): number {
  return width - widths.slice(0, -1).reduce((total, each) => total + each + gap.length, 0);
}

function aligned(
  columns: readonly Column[],
  row: readonly string[],
  widths: readonly number[],
  room: number,
): string {
  const before = row.slice(0, -1).map((cell, at) => {
    const padding = " ".repeat((widths[at] ?? 0) - widthOf(cell));
    return (columns[at]?.align === "right" ? padding + cell : cell + padding) + gap;
  });
  const margin = " ".repeat(widthOf(before.join("")));
  const last = wrap(row.at(-1) ?? "", room).split("\n");
  return last.map((line, at) => ((at === 0 ? before.join("") : margin) + line).trimEnd()).join("\n");
}

function asLists(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): string {
  return rows
    .map((row) => row.map((cell, at) => wrap(`${columns[at]?.heading ?? ""}: ${cell}`, width)).join("\n"))
    .join("\n\n");
}
