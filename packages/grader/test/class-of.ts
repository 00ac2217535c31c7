import type { Evidence, RunState } from "@shipshape/core";
import type { Intake, TakenAttempt } from "../src/intake/intake.ts";

/** An attempt in a gradebook's tests: when it came, and the digest of what was taken of it. */
export const taken = (entry: string, more: Partial<TakenAttempt> = {}): TakenAttempt => ({
  entry,
  markedLate: false,
  ...more,
});

/** A class by learner's id and attempts. */
export function classOf(attempts: Readonly<Record<string, readonly TakenAttempt[]>>): Intake {
  return {
    learners: Object.keys(attempts).map((id) => ({ id, name: id.toUpperCase(), columns: { Section: "A" } })),
    attempts: new Map(Object.entries(attempts)),
    ignored: [{ entry: "notes.txt", reason: "It is neither a folder nor an archive." }],
  };
}

/** Evidence of a submission whose image was built, or not, and of nothing else. */
export function evidenceOf(submission: string, state: RunState, more: Evidence["sections"] = {}): Evidence {
  const built = state === "completed";
  return {
    version: 1,
    lab: "05-venv-non-root",
    submission,
    state,
    engine: { version: "29", store: "overlay2", architecture: "amd64", standIns: [] },
    sections: {
      submission: { observed: { files: [], ignored: [], problems: [] } },
      dockerfile: { observed: { stages: [], instructions: [], lines: [] } },
      build: { observed: built ? { outcome: "built", steps: [], ms: 1 } : { outcome: "not-started" } },
      ...more,
    },
    timings: { build: 1000 },
  };
}
