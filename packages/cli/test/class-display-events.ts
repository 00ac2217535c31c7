import type { Report, Verdict } from "@shipshape/core";
import type { ClassEvent } from "@shipshape/grader";

const failing = (id: string): Verdict => ({
  id,
  status: "fail",
  score: 0,
  maxScore: 4,
  title: `The title of ${id}`,
  message: "The image adds 900 MB.",
});

/** A report of one check for each id that failed, and of one that passed. */
export function reportWith({
  failed = [],
  error,
}: {
  readonly failed?: readonly string[];
  readonly error?: string;
}): Report {
  const passed: Verdict = { ...failing("image-builds"), status: "pass", score: 6, maxScore: 6, message: "" };
  const inError: Verdict = { ...failing("image-size"), status: "error", message: error ?? "" };
  return {
    version: 1,
    lab: "06-image-size",
    labTitle: "A small image",
    submission: "x",
    state: error === undefined ? "completed" : "infrastructure",
    score: error === undefined ? 6 : null,
    maxScore: 6 + 4 * failed.length,
    checks: [...failed.map(failing), passed, ...(error === undefined ? [] : [inError])],
    notes: [],
    evidenceDigest: "",
    timings: {},
  };
}

export const takenIn = (toGrade: number, unchanged = 0): ClassEvent => ({
  kind: "taken-in",
  learners: toGrade + unchanged,
  submissions: toGrade + unchanged,
  unchanged,
  toGrade,
});

export const began = (name: string, learners: readonly string[] = [name]): ClassEvent => ({
  kind: "began",
  submission: name,
  learners,
});

export const ended = (name: string, report: Report = reportWith({}), ms = 10_000): ClassEvent => ({
  kind: "ended",
  submission: name,
  learners: [name],
  report,
  ms,
});

export const stage = (name: string): ClassEvent => ({ kind: "stage", submission: name, stage: "build" });

export const postponed = (name: string): ClassEvent => ({
  kind: "postponed",
  submission: name,
  learners: [name],
  reason: "The engine at `/run/engine.sock` does not answer.\n\nIt was asked twice.",
  afterMs: 15_000,
});

export const failed = (name: string): ClassEvent => ({
  kind: "failed",
  submission: name,
  learners: [name],
  reason: "The engine does not answer.",
});

export const paused: ClassEvent = {
  kind: "paused",
  reason: "The engine at `/run/engine.sock` does not answer.",
  remedy: "Start it again: the class goes on by itself then.",
};
