import type { Attempt, Learner } from "@shipshape/core";

/** A class as it was handed in: whose, when, and what was taken of it. */
export type Intake = {
  /** Those on the roster, and those who handed something in without being on it; sorted by id. */
  readonly learners: readonly Learner[];
  /** By learner's id; each learner's own are sorted oldest first, as far as anything tells. */
  readonly attempts: ReadonlyMap<string, readonly TakenAttempt[]>;
  /** What lay in the folder and belongs to no learner. */
  readonly ignored: readonly { readonly entry: string; /** Markdown. */ readonly reason: string }[];
};

export type TakenAttempt = Omit<Attempt, "late"> & {
  /** The export itself says that it was late. */
  readonly markedLate: boolean;
  /** Where the export numbers what is handed in again: the higher one is the newer. It stands in no gradebook. */
  readonly resubmission?: number;
};
