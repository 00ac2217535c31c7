import { type Attempt, type GradebookRow, type Language, type Learner, sayIn } from "@shipshape/core";

import { cutTo, plainText } from "../plain-text.ts";

const longest = 2_000;

/** The attempt that counts. */
export function countedAttempt({ attempts, counts }: GradebookRow): Attempt | undefined {
  return counts === undefined ? undefined : attempts[counts];
}

/** Why a learner has no score, on one line of plain text. */
export function reasonOf({ reason }: GradebookRow, language: Language): string {
  return reason === undefined ? "" : cutTo(plainText(reason, { language }).replaceAll(/\s+/g, " "), longest);
}

/** What the roster has of a learner in the first of these columns that it fills, whatever their letters' size. */
export function rosterColumn({ columns }: Learner, ...names: readonly string[]): string {
  for (const name of names)
    for (const [header, value] of Object.entries(columns))
      if (header.trim().toLowerCase() === name.toLowerCase() && value.trim() !== "") return value.trim();
  return "";
}

/** What a learner is told in a line: what failed, what a person decided, what was late. */
export function comment(
  row: GradebookRow,
  checks: readonly { readonly id: string }[],
  language: Language,
): string {
  const say = sayIn(language);
  const ids = (status: "fail" | "skip") =>
    checks.flatMap(({ id }, at) => (row.verdicts[at] === status ? [id] : [])).join(", ");
  const parts = [
    reasonOf(row, language),
    ids("fail") && say`Failed: ${ids("fail")}.`,
    ids("skip") && say`Skipped: ${ids("skip")}.`,
    countedAttempt(row)?.late === true && say`Handed in after the deadline.`,
    row.overridden?.comment,
  ];
  return cutTo(parts.filter(Boolean).join(" "), longest);
}
