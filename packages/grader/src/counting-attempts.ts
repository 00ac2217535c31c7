import type { Markdown } from "@shipshape/core";

import { newestOf } from "./intake/choose-attempt.ts";
import type { Intake, TakenAttempt } from "./intake/intake.ts";

/** The attempt of a learner that counts, or why only a person can tell. */
export type Counting =
  | { readonly index: number; readonly attempt: TakenAttempt }
  | { readonly undecided: Markdown };

/**
 * By learner's id, which attempt counts; a learner who handed in nothing is not in it.
 * @param deadline in ISO 8601 and UTC
 */
export function countingAttempts(
  { learners, attempts }: Intake,
  deadline: string | undefined,
): ReadonlyMap<string, Counting> {
  const counting = new Map<string, Counting>();
  const until = deadline === undefined ? undefined : new Date(deadline);
  for (const { id } of learners) {
    const own = attempts.get(id) ?? [];
    if (own.length === 0) continue;
    const newest = newestOf(own, until);
    if ("undecided" in newest) counting.set(id, newest);
    else {
      const attempt = own[newest.index];
      if (attempt) counting.set(id, { index: newest.index, attempt });
    }
  }
  return counting;
}
