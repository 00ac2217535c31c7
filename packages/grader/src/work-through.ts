import { setTimeout as sleep } from "node:timers/promises";

import type { Markdown } from "@shipshape/core";

/** What came of one try: done, or why our side failed. */
export type Tried = "done" | { readonly failed: Markdown };

export type WorkRules<Item> = {
  /** How many are worked on at once. */
  readonly jobs: number;
  /** Tries one. What it throws ends everything. */
  readonly work: (item: Item) => Promise<Tried>;
  /** How long to wait before each further try of one that failed, in ms. */
  readonly backOff: readonly number[];
  /** Told of one that is tried again later. */
  readonly onPostponed: (item: Item, reason: Markdown, afterMs: number) => void;
  /** Told of one that has failed as often as it may. */
  readonly onFailed?: (item: Item, reason: Markdown) => void;
  /** How many failures in a row stop everything. */
  readonly mostInARow: number;
  /** Settles when it makes sense to go on; what it throws ends everything. Its signal is aborted when all ends. */
  readonly recover: (reason: Markdown, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

type Waiting<Item> = {
  readonly item: Item;
  readonly tries: number;
  /** By `performance.now()`. */
  readonly from: number;
};

/**
 * Works through items until each is done or has failed as often as it may.
 * @returns those that failed in the end, with the last reason
 * @throws the signal's reason; what a rule throws: those that are worked on then end first
 */
export async function workThrough<Item>(
  items: Iterable<Item>,
  { jobs, work, backOff, onPostponed, onFailed, mostInARow, recover, signal }: WorkRules<Item>,
): Promise<Map<Item, Markdown>> {
  const waiting: Waiting<Item>[] = Array.from(items, (item) => ({ item, tries: 0, from: 0 }));
  const atOnce = Math.min(jobs, waiting.length);
  const failed = new Map<Item, Markdown>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let inARow = 0;
  let recovering: Promise<void> | undefined;

  const onFailure = ({ item, tries }: Waiting<Item>, reason: Markdown) => {
    const afterMs = backOff[tries];
    if (afterMs === undefined) {
      failed.set(item, reason);
      onFailed?.(item, reason);
    } else {
      waiting.push({ item, tries: tries + 1, from: performance.now() + afterMs });
      onPostponed(item, reason, afterMs);
    }
    // Where nothing is left to try, it need not make sense to go on.
    if (++inARow < mostInARow || waiting.length === 0 || ended.aborted) return;
    inARow = 0;
    recovering ??= recover(reason, ended)
      .catch((error: unknown) => stop.abort(error))
      .finally(() => (recovering = undefined));
  };

  const recovered = async (): Promise<void> => recovering?.then(recovered);

  /** A job ends when nothing waits: what fails later is tried again by the job that it failed in. */
  const job = async () => {
    for (;;) {
      ended.throwIfAborted();
      const next = takeNext(waiting);
      if (!next) return;
      const early = next.from - performance.now();
      if (early > 0) await sleep(early, undefined, { signal: ended });
      // Others may have failed while it waited.
      await recovered();
      ended.throwIfAborted();
      const tried = await work(next.item);
      if (tried === "done") inARow = 0;
      else onFailure(next, tried.failed);
    }
  };

  await Promise.all(
    Array.from({ length: atOnce }, () =>
      job().catch(async (error: unknown) => {
        // The others take nothing more.
        stop.abort(error);
        await recovering;
      }),
    ),
  );
  signal.throwIfAborted();
  stop.signal.throwIfAborted();
  return failed;
}

/** The first that may be tried now, else the one that may be soonest. */
function takeNext<Item>(waiting: Waiting<Item>[]): Waiting<Item> | undefined {
  const now = performance.now();
  const ready = waiting.findIndex(({ from }) => from <= now);
  if (ready >= 0) return waiting.splice(ready, 1)[0];
  const soonest = waiting.reduce(
    (best, { from }, index) => (from < (waiting[best]?.from ?? 0) ? index : best),
    0,
  );
  return waiting.splice(soonest, 1)[0];
}
