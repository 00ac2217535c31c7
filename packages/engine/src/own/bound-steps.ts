import { watch } from "node:fs";

import type { Engine } from "../engine.ts";
import { limitStep, stepsFolder } from "./cgroup.ts";
import { releases } from "./releases.ts";
import { enginePaths } from "./state.ts";

/**
 * Gives each build step on an engine of ours limits of its own for as long as the result is not disposed of, so that
 * one that takes all it can get takes it from no other. It does so as soon as the kernel tells of the step's control
 * group, before the step's command runs. On an engine that is not ours, it does nothing.
 */
export function boundSteps(engine: Engine): Disposable {
  const name = cgroupOf(engine);
  const folder = name && stepsFolder(name);
  if (!name || !folder) return { [Symbol.dispose]: () => undefined };
  const watcher = watch(folder, { persistent: false }, (_, step) => {
    // One that has ended has no group any more.
    if (step) limitStep(name, step).catch(() => undefined);
  });
  // It may go with its engine, or the machine may have no watch left: the limit of all steps together remains.
  watcher.on("error", () => watcher.close());
  return { [Symbol.dispose]: () => watcher.close() };
}

function cgroupOf({ own, host }: Engine): string | undefined {
  if (!own) return undefined;
  const release = releases.find((release) => host === `unix://${enginePaths(release).socket}`);
  return release && enginePaths(release).bridge;
}
