import { setTimeout as sleep } from "node:timers/promises";

import { type Markdown, md, ShipshapeError } from "@shipshape/core";

import type { TellClass } from "./class-event.ts";
import type { Grader } from "./grading.ts";

/** How long to wait between looks whether submissions can be graded again, and how long in all, in ms. */
const [shortest, longest, patience] = [5_000, 60_000, 3_600_000];

/**
 * Waits until known answers come out right again. Where they do at once, the submissions that failed were at fault
 * themselves, and nothing is said.
 * @param reason what the last submission failed for
 * @throws ShipshapeError when that takes too long; the signal's reason
 */
export async function untilProven({
  grader,
  reason,
  signal,
  tell,
}: {
  readonly grader: Grader;
  readonly reason: Markdown;
  readonly signal: AbortSignal;
  readonly tell: TellClass;
}): Promise<void> {
  const since = performance.now();
  for (let wait = shortest, paused = false; ; wait = Math.min(2 * wait, longest), paused = true) {
    try {
      await grader.prove(signal);
      if (paused) tell({ kind: "resumed" });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (performance.now() - since > patience) throw error;
      if (!paused) tell({ kind: "paused", ...words(error, reason) });
    }
    await sleep(wait, undefined, { signal });
  }
}

function words(error: unknown, reason: Markdown): { reason: string; remedy: string } {
  if (error instanceof ShipshapeError) return { reason: error.message, remedy: error.remedy };
  return { reason: reason.source, remedy: md`\`./shipshape doctor\` says more.`.source };
}
