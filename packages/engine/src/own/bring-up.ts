import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Progress } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { ensureBridge } from "./bridge.ts";
import { startDaemon } from "./daemon.ts";
import type { Debian } from "./debian.ts";
import { lock } from "./lock.ts";
import { runningOwnEngine } from "./own-engine.ts";
import { ensurePrograms } from "./programs.ts";
import type { Release } from "./releases.ts";
import { enginePaths, stateFolder } from "./state.ts";

/**
 * Brings up an engine of ours, beside any other and disturbing none. Each step finds out what an earlier start,
 * perhaps a killed one, has done already; two starts at once make one engine.
 */
export async function bringUp(release: Release, debian: Debian, progress: Progress): Promise<Engine> {
  const paths = enginePaths(release);
  await mkdir(paths.state, { recursive: true });
  await using _ = await lock(join(stateFolder(), "engine.lock"), () =>
    progress("Another Shipshape is bringing up the engine: waiting for it."),
  );
  const already = await runningOwnEngine(release);
  if (already) return already;
  await ensurePrograms(paths, debian, progress);
  progress(`Starting Docker ${release.name}.`);
  await ensureBridge(paths.bridge);
  await startDaemon(paths);
  const engine = await runningOwnEngine(release);
  if (!engine) throw new Error(`The engine at ${paths.socket} answered once and not again.`);
  return engine;
}
