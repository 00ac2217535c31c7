import { outcomeOf, type Progress, type Report, ShipshapeError } from "@shipshape/core";
import { type Event, record } from "@shipshape/course";

import type { Submission } from "./check-folder.ts";
import { currentLanguage } from "./language.ts";

/** Keeps a report's outcome in the learner's progress, unless an error of ours withheld it. Never throws. */
export async function keepOutcome(
  { lab, workFolder }: Pick<Submission, "lab" | "workFolder">,
  report: Report,
  tell?: Progress,
): Promise<void> {
  if (workFolder === undefined || report.score === null) return;
  const { at: _, ...outcome } = outcomeOf(report, "");
  await keepEvent(workFolder, { event: "checked", lab: lab.id, ...outcome }, tell);
}

/**
 * Keeps what a learner did in their progress. What cannot be kept changes no result: it is told.
 * @param tell by default on standard error
 */
export async function keepEvent(
  workFolder: string,
  event: Event,
  tell: Progress = (words) => console.error(`shipshape: ${words}`),
): Promise<void> {
  try {
    await record(workFolder, event);
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    tell(error.in(currentLanguage()).join("\n"));
  }
}
