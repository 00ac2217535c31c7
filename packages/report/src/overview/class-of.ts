import type { Gradebook, GradebookRow, Language, Report } from "@shipshape/core";

import { countedAttempt } from "../gradebook/row.ts";
import { htmlText } from "../html-markdown.ts";
import type { NearCopies } from "../near-copies/near-copies.ts";

/** What the instructor's page is made of. */
export type Overview = {
  readonly gradebook: Gradebook;
  /** By the digest of the submission. */
  readonly reports: ReadonlyMap<string, Report>;
  readonly copies: readonly NearCopies[];
  /** Measured, by the digest of the submission, in ms. */
  readonly times?: { readonly grading: ReadonlyMap<string, number> };
  /** The most that the lab lets a submission add to its base, in bytes, where it has such a limit. */
  readonly addedLimit?: number;
  readonly language: Language;
};

/** The rows of each submission, by its digest. */
export function rowsBySubmission({ rows }: Gradebook): Map<string, GradebookRow[]> {
  return Map.groupBy(
    rows.filter((row) => digestOf(row) !== ""),
    digestOf,
  );
}

const digestOf = (row: GradebookRow) => countedAttempt(row)?.submission ?? "";

export const nameOf = ({ learner }: GradebookRow) => learner.name.trim() || learner.id;

/** A name, which may be written from right to left, without a say in the order of what stands around it. */
export const learnerName = (row: GradebookRow) => `<bdi>${htmlText(nameOf(row))}</bdi>`;

/** What a row of the table is found by. */
export function anchorOf(gradebook: Gradebook, row: GradebookRow): string {
  let numbers = rowNumbers.get(gradebook);
  if (!numbers) {
    numbers = new Map(gradebook.rows.map((each, at) => [each, at + 1]));
    rowNumbers.set(gradebook, numbers);
  }
  return `l${numbers.get(row)}`;
}

/** Of a class of many thousands, looking each row up among all takes minutes. */
const rowNumbers = new WeakMap<Gradebook, ReadonlyMap<GradebookRow, number>>();

/** A number without the dust of binary fractions. */
export const rounded = (value: number) => Math.round(value * 100) / 100;

/** An instant in ISO 8601 as a table shows it, to the minute; what is none stays as it is. */
export function minuteOf(instant: string): string {
  return instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z$/, "$1 $2");
}
