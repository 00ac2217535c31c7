import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, within } from "./fault-class.ts";
import type { Outcome } from "./outcome.ts";

/** How long a fault that failed may take to put back what it changed, in ms. */
const patience = 60_000;

/**
 * Tries a fault; one that throws, or hangs, is an outcome too. All that it began is over afterwards.
 * @param longest how long it may take, in ms
 */
export async function tryFault(
  name: string,
  fault: (its: FaultClass) => Promise<Outcome>,
  its: FaultClass,
  longest: number,
): Promise<Outcome> {
  const over = new AbortController();
  const signal = AbortSignal.any([its.signal, over.signal, AbortSignal.timeout(longest)]);
  const tooLate = async () => {
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await sleep(patience, undefined, { ref: false });
    throw new Error(`It hangs: it had not ended after ${longest / 1000} s.`);
  };
  try {
    return await Promise.race([fault(within(its, signal)), tooLate()]);
  } catch (error) {
    // A signal that ends all is no fault's failure.
    its.signal.throwIfAborted();
    console.error(error);
    const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return { fault: name, failed: line };
  } finally {
    over.abort();
  }
}
