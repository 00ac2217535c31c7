import { visible } from "@shipshape/core";
import { stringify } from "csv-stringify/sync";

/** Numbers are of our own; every other text may be anybody's. */
export type Cell = string | number | boolean | null | undefined;

/**
 * A CSV as in RFC 4180, every field in quotes, in which a spreadsheet finds no formula.
 * @param ours rows that are written as they are, since the reader looks for them
 */
export function csvTable(ours: readonly (readonly string[])[], rows: readonly (readonly Cell[])[]): string {
  const safe = rows.map((row) =>
    row.map((cell) => (typeof cell === "string" ? safeText(cell) : written(cell))),
  );
  return stringify([...ours, ...safe], { quoted: true, quoted_empty: true, record_delimiter: "windows" });
}

const written = (cell: Exclude<Cell, string>): string =>
  cell === null || cell === undefined ? "" : String(cell);

/** What may stand before a formula's first character without keeping a spreadsheet from it. */
const skipped = String.raw`[\s\uFFFD"'‘’“”\x60]*`;

/** What a formula begins with, also in full width, small, and as a sign of mathematics. */
const formula = String.raw`[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE66\uFE62\uFE63\uFE6B\u2212]`;

const atStart = new RegExp(`^(?=${skipped}${formula})`, "u");

/** Where a comma is the decimal point, a spreadsheet ends a field at each `;`, whatever quotes say. */
const afterSemicolon = new RegExp(`;(?=${skipped}${formula})`, "gu");

/**
 * Text on one line, without control characters, that no spreadsheet takes for a formula
 * (https://owasp.org/www-community/attacks/CSV_Injection): a quote keeps it from that.
 */
export function safeText(text: string): string {
  return visible(text).replaceAll(/\s+/g, " ").trim().replace(atStart, "'").replaceAll(afterSemicolon, ";'");
}

/** A score with at most two decimals; empty where there is none. */
export function points(score: number | null): string {
  return score === null ? "" : score.toFixed(2);
}
