import { type Markdown, md, ShipshapeError } from "@shipshape/core";

import { NotCsv, readSpreadsheetCsv } from "./spreadsheet-csv.ts";

export type OverrideLine = {
  readonly learner: string;
  /** Absent where nothing is written. */
  readonly score: number | undefined;
  readonly comment: string;
  /** The line of the file that it ends in, from 1. */
  readonly line: number;
};

/**
 * Reads the lines of `overrides.csv`, which may have other columns beside ours. Where no comma separates, a decimal
 * comma is read too.
 * @throws ShipshapeError that names the file, the line and what is expected there
 */
export function overrideLines(content: Buffer, path: string): OverrideLine[] {
  const { rows: all, delimiter } = rowsOf(content, path);
  const [headings, ...rows] = all;
  if (!headings) return [];
  const names = headings.record.map((heading) => heading.toLowerCase());
  const [learnerAt, scoreAt, commentAt] = ["learner", "score", "comment"].map((name) => names.indexOf(name));
  if (learnerAt === -1 || scoreAt === -1)
    refuseLine(
      path,
      headings.line,
      md`the headings have to be ${"learner,score,comment"}, and are ${headings.record.join(delimiter)}.`,
      md`Write them into the first line.`,
    );
  return rows.map(({ record, line }) => {
    const [learner = "", written = "", comment = ""] = [learnerAt, scoreAt, commentAt].map(
      (at) => record[at ?? -1] ?? "",
    );
    if (learner === "")
      refuseLine(path, line, md`it names no learner.`, md`Name the learner, or take the line out.`);
    const score = scoreIn(written, delimiter);
    if (score === "none")
      refuseLine(
        path,
        line,
        md`${written} is no score for ${learner}.`,
        md`Write a number from 0, such as 7 or 7.5; more than the lab gives is a bonus.`,
      );
    else if (score === undefined && comment !== "")
      refuseLine(
        path,
        line,
        md`${learner} has a comment and no score.`,
        md`Write a score beside it, or take the line out.`,
      );
    return { learner, score, comment, line };
  });
}

/** @throws ShipshapeError always */
export function refuseLine(path: string, line: number, message: Markdown, remedy: Markdown): never {
  throw new ShipshapeError(md`${path}, line ${line}: ${message}`, remedy);
}

function rowsOf(content: Buffer, path: string) {
  try {
    const { lines, delimiter } = readSpreadsheetCsv(content, { byHand: true });
    return { rows: lines.filter(({ record }) => record.some((cell) => cell !== "")), delimiter };
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    return refuseLine(path, error.line, md`it is no line of a CSV: ${error.message}`, md`Mend its quotes.`);
  }
}

function scoreIn(written: string, delimiter: string): number | undefined | "none" {
  if (written === "") return undefined;
  const text = delimiter === "," ? written : written.replace(",", ".");
  const score = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(score) ? score : "none";
}
