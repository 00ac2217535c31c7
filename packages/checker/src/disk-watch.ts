import { setTimeout as sleep } from "node:timers/promises";

import { dataFolder, type Engine, diskSpace } from "@shipshape/engine";

/**
 * How much of the engine's disk may be taken while one build or container runs, in bytes; less where the disk then has
 * nearly nothing left. The course's largest builds take a tenth of the former.
 */
const most = 8e9;
const mostWhenScarce = 2e9;
const scarce = 1e9;

/** What ends sooner is not watched, so that it costs nothing: in ms, as is the time between two looks. */
const grace = 1000;
const interval = 250;

/** What a build's evidence says when it was stopped. */
export const tookTheDisk = "It was stopped because it took up too much of the engine's disk.";

export type DiskWatch = Disposable & {
  /** Aborted when what is watched took too much. */
  readonly taken: AbortSignal;
};

/**
 * Watches the disk of an engine on this machine, since overlay2 has no quota for a build. It sees what is
 * taken, and not by whom: with several at work at once, all are stopped, and each has to be tried again alone.
 */
export function watchDisk(engine: Engine): DiskWatch {
  const taken = new AbortController();
  const over = new AbortController();
  // An engine that cannot be asked any more fails where it is needed.
  watch(engine, over.signal).then(
    (tooMuch) => tooMuch && taken.abort(),
    () => undefined,
  );
  return { taken: taken.signal, [Symbol.dispose]: () => over.abort() };
}

/** @returns whether too much was taken; otherwise it goes on until the signal's abort */
async function watch(engine: Engine, signal: AbortSignal): Promise<boolean> {
  await sleep(grace, undefined, { signal, ref: false });
  const folder = await dataFolder(engine);
  const before = folder === undefined ? undefined : await diskSpace(folder);
  if (folder === undefined || before === undefined) return false;
  for (;;) {
    await sleep(interval, undefined, { signal, ref: false });
    // What is free may get less with nobody taking it: a host may have promised its disk to several machines.
    const { free, taken } = (await diskSpace(folder)) ?? before;
    if (taken - before.taken > (free < scarce ? mostWhenScarce : most)) return true;
  }
}
