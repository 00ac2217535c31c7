import { joinMarkdown, md, type Markdown } from "@shipshape/core";

import type { TakenAttempt } from "./intake.ts";

/** The attempt that counts, or why only a person can tell. */
export type Chosen = { readonly index: number; readonly late: boolean } | { readonly undecided: Markdown };

/** How many attempts a message names. */
const mostNamed = 5;

/** Whether it came after the deadline, by its time or by the export's own mark. */
export function isLate({ at, markedLate }: TakenAttempt, deadline?: Date): boolean {
  return markedLate || (deadline !== undefined && at !== undefined && Date.parse(at) > deadline.getTime());
}

/**
 * Chooses the attempt that counts: the newest. With a deadline it is the newest that is not late; where all are late,
 * the earliest of them. Attempts that hold the very same are one.
 * @param attempts one learner's; at least one
 */
export function newestOf(attempts: readonly TakenAttempt[], deadline?: Date): Chosen {
  const all = attempts.map((attempt, index) => ({ attempt, index, late: isLate(attempt, deadline) }));
  const inTime = deadline === undefined ? all : all.filter(({ late }) => !late);
  const candidates = inTime.length > 0 ? inTime : all;
  const side = inTime.length > 0 ? 1 : -1;
  const chosen = candidates.find(({ attempt }) =>
    candidates.every((other) => {
      if (other.attempt === attempt || isSame(attempt, other.attempt)) return true;
      return order(attempt, other.attempt) * side > 0;
    }),
  );
  return chosen
    ? { index: chosen.index, late: chosen.late }
    : { undecided: cannotTell(candidates.map(({ attempt }) => attempt.entry)) };
}

const isSame = (a: TakenAttempt, b: TakenAttempt) =>
  a.submission !== undefined && a.submission === b.submission && order(a, b) === 0;

/** @returns more than 0 where `a` is the newer, less where `b` is, and 0 where nothing tells */
function order(a: TakenAttempt, b: TakenAttempt): number {
  if (a.at !== undefined && b.at !== undefined && a.at !== b.at) return Date.parse(a.at) - Date.parse(b.at);
  if (a.resubmission !== undefined && b.resubmission !== undefined) return a.resubmission - b.resubmission;
  return 0;
}

function cannotTell(entries: readonly string[]): Markdown {
  const named = entries.slice(0, mostNamed).map((entry) => md`${entry}`);
  return md`Nothing tells which of ${entries.length} attempts is the one that counts: ${joinMarkdown(named, ", ")}. Leave that one alone in the class's folder, or put the time into each name, as in ${"anna@2026-11-20T18-00-00Z.zip"}.`;
}

/** Sorts one learner's attempts oldest first: by time, else by number, else by name. */
export function oldestFirst(a: TakenAttempt, b: TakenAttempt): number {
  return (
    compare(a.at ?? "", b.at ?? "") ||
    (a.resubmission ?? -1) - (b.resubmission ?? -1) ||
    compare(a.entry, b.entry)
  );
}

/** By code units, so that it is the same on every machine. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
