import type { Stage } from "@shipshape/checker";
import type { Report } from "@shipshape/core";

/** What happens while a class is graded, for whoever watches. */
export type ClassEvent =
  | {
      readonly kind: "taking-in";
      /** Entries of the folder looked at so far, and in all. */ readonly done: number;
      readonly of: number;
    }
  | {
      readonly kind: "taken-in";
      readonly learners: number;
      /** Different submissions that count. */
      readonly submissions: number;
      /** Those of them that were graded before, and have not changed since. */
      readonly unchanged: number;
      /** Those that are graded now. */
      readonly toGrade: number;
    }
  /** A known right or wrong answer is graded first, to see that this machine judges rightly. */
  | { readonly kind: "proving"; readonly variant: string }
  | { readonly kind: "began"; readonly submission: string; readonly learners: readonly string[] }
  | { readonly kind: "stage"; readonly submission: string; readonly stage: Stage }
  | {
      readonly kind: "ended";
      readonly submission: string;
      readonly learners: readonly string[];
      readonly report: Report;
      /** How long it took since it began, in ms: with workers, its wait for one is in it. */
      readonly ms: number;
    }
  /** Our side failed on it; it is tried again later. */
  | {
      readonly kind: "postponed";
      readonly submission: string;
      readonly learners: readonly string[];
      /** Markdown. */
      readonly reason: string;
      readonly afterMs: number;
    }
  /** Our side failed on it as often as it was tried: it is an error, and has no score. */
  | {
      readonly kind: "failed";
      readonly submission: string;
      readonly learners: readonly string[];
      /** Markdown. */
      readonly reason: string;
    }
  /** Nothing goes on: our side failed on several in a row, no worker is there, or what they share is gone. */
  | { readonly kind: "paused"; /** Both in Markdown. */ readonly reason: string; readonly remedy: string }
  /** That is over. */
  | { readonly kind: "resumed" };

export type TellClass = (event: ClassEvent) => void;
