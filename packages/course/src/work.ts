import { join } from "node:path";

import type { Markdown, Outcome } from "@shipshape/core";

import type { RecordedEvent } from "./journal-event.ts";

/** What a learner did in a work folder. */
export type Work = {
  readonly folder: string;
  /** By lab; the one that was worked on last comes last. */
  readonly labs: ReadonlyMap<string, LabWork>;
  /** What in the file could not be read. */
  readonly problem?: Markdown;
};

export type LabWork = {
  /** As an absolute path. */
  readonly folder: string;
  /** Whether it once earned all points. */
  readonly done: boolean;
  /** When it first did, as in ISO 8601. */
  readonly doneAt?: string;
  readonly best: number;
  /** At the last check; 0 where there was none. */
  readonly maxScore: number;
  readonly last?: Outcome;
  /** How many hints were shown, by check. */
  readonly hints: ReadonlyMap<string, number>;
  readonly solutionSeen: boolean;
};

/** What the events of a work folder, in the order in which they came, make of each lab. */
export function labsOf(workFolder: string, events: readonly RecordedEvent[]): Map<string, LabWork> {
  const labs = new Map<string, LabWork>();
  for (const event of events) {
    const work = withEvent(labs.get(event.lab) ?? untouched(workFolder, event.lab), event, workFolder);
    // A map keeps the place of what it has: taken out first, the lab comes last.
    labs.delete(event.lab);
    labs.set(event.lab, work);
  }
  return labs;
}

const untouched = (workFolder: string, lab: string): LabWork => ({
  folder: join(workFolder, lab),
  done: false,
  best: 0,
  maxScore: 0,
  hints: new Map(),
  solutionSeen: false,
});

function withEvent(work: LabWork, event: RecordedEvent, workFolder: string): LabWork {
  switch (event.event) {
    case "started":
      return { ...work, folder: join(workFolder, event.folder) };
    case "checked": {
      const { event: _, lab: __, ...last } = event;
      const done = last.score !== null && last.score >= last.maxScore;
      return {
        ...work,
        last,
        best: Math.max(work.best, last.score ?? 0),
        maxScore: last.maxScore,
        done: work.done || done,
        ...(done && !work.done && { doneAt: event.at }),
      };
    }
    case "hint":
      return {
        ...work,
        hints: new Map(work.hints).set(event.check, Math.max(event.number, work.hints.get(event.check) ?? 0)),
      };
    case "solution":
      return { ...work, solutionSeen: true };
  }
}
