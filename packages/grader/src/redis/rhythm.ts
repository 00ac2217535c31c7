import { setTimeout as sleep } from "node:timers/promises";

/** How often things are done. */
export type Rhythm = {
  /** How long a worker keeps a job without a sign of life, in ms. */
  readonly lockMs: number;
  /** How often workers look for jobs whose worker has died, in ms. */
  readonly stalledMs: number;
  /** How often workers and graders show that they live, and look at one another, in ms. */
  readonly beatMs: number;
};

export const usualRhythm: Rhythm = { lockMs: 30_000, stalledMs: 10_000, beatMs: 3_000 };

/** How long a sign of life counts, in seconds. */
export const livesFor = ({ beatMs }: Rhythm): number => Math.ceil((4 * beatMs) / 1_000);

/** Does something now, and again and again until the signal is aborted. */
export async function withEachBeat(
  { beatMs }: Rhythm,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    // The connection tells of itself; the next beat does what this one could not.
    await work().catch(() => undefined);
    await sleep(beatMs, undefined, { signal }).catch(() => undefined);
  }
}
