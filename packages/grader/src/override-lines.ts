import { isUtf8 } from "node:buffer";

import { type Markdown, md, ShipshapeError } from "@shipshape/core";
import { CsvError, parse } from "csv-parse/sync";

export type OverrideLine = {
  readonly learner: string;
  /** Absent where nothing is written. */
  readonly score: number | undefined;
  readonly comment: string;
  /** The line of the file that it ends in, from 1. */
  readonly line: number;
};

/**
 * Reads the lines of `overrides.csv` as an editor or any spreadsheet saves it: separated by commas, semicolons or
 * tabs, in UTF-8, UTF-16 or Windows' own encoding, with empty lines, and with other columns beside ours. Where no
 * comma separates, a decimal comma is read too.
 * @throws ShipshapeError that names the file, the line and what is expected there
 */
export function overrideLines(content: Buffer, path: string): OverrideLine[] {
  const text = decoded(content);
  const delimiter = delimiterOf(text);
  const [headings, ...rows] = rowsOf(text, delimiter, path);
  if (!headings) return [];
  const names = headings.cells.map((heading) => heading.toLowerCase());
  const [learnerAt, scoreAt, commentAt] = ["learner", "score", "comment"].map((name) => names.indexOf(name));
  if (learnerAt === -1 || scoreAt === -1)
    refuseLine(
      path,
      headings.line,
      md`the headings have to be ${"learner,score,comment"}, and are ${headings.cells.join(delimiter)}.`,
      "Write them into the first line.",
    );
  return rows.map(({ cells, line }) => {
    const [learner = "", written = "", comment = ""] = [learnerAt, scoreAt, commentAt].map(
      (at) => cells[at ?? -1] ?? "",
    );
    if (learner === "")
      refuseLine(path, line, md`it names no learner.`, "Name the learner, or take the line out.");
    const score = scoreIn(written, delimiter);
    if (score === "none")
      refuseLine(
        path,
        line,
        md`${written} is no score for ${learner}.`,
        "Write a number from 0, such as 7 or 7.5; more than the lab gives is a bonus.",
      );
    else if (score === undefined && comment !== "")
      refuseLine(
        path,
        line,
        md`${learner} has a comment and no score.`,
        "Write a score beside it, or take the line out.",
      );
    return { learner, score, comment, line };
  });
}

/** @throws ShipshapeError always */
export function refuseLine(path: string, line: number, message: Markdown, remedy: string): never {
  throw new ShipshapeError(md`${path}, line ${line}: ${message}`, remedy);
}

/** Spreadsheets on Windows save a CSV in the encoding of its old programs, and "Unicode text" in UTF-16. */
function decoded(content: Buffer): string {
  const encoding =
    content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : isUtf8(content) ? "utf-8" : "windows-1252";
  // A line `sep=;` is a spreadsheet's own; empty, it keeps the count of lines.
  return new TextDecoder(encoding).decode(content).replace(/^sep=.(?=\r?\n)/i, "");
}

/** What separates the headings. */
function delimiterOf(text: string): string {
  const [headings = ""] = text.trimStart().split(/\r|\n/, 1);
  return [";", "\t"].find((each) => headings.includes(each)) ?? ",";
}

type Row = { readonly cells: readonly string[]; readonly line: number };

function rowsOf(text: string, delimiter: string, path: string): Row[] {
  try {
    const rows: unknown = parse(text, {
      delimiter,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    });
    return (rows as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      cells: record,
      line: info.lines,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { readonly lines?: number };
    return refuseLine(path, lines ?? 1, md`it is no line of a CSV: ${error.message}`, "Mend its quotes.");
  }
}

function scoreIn(written: string, delimiter: string): number | undefined | "none" {
  if (written === "") return undefined;
  const text = delimiter === "," ? written : written.replace(",", ".");
  const score = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(score) ? score : "none";
}
