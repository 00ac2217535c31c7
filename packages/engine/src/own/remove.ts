import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { execa } from "execa";

import type { Progress } from "@shipshape/core";

import { ignoreConflict } from "../base/inspect-image.ts";
import type { Engine } from "../engine.ts";
import { removeBridge } from "./bridge.ts";
import { removeCgroup } from "./cgroup.ts";
import { stopDaemon } from "./daemon.ts";
import { lock } from "./lock.ts";
import { runningOwnEngine } from "./own-engine.ts";
import { releases } from "./releases.ts";
import { enginePaths, stateFolder, type EnginePaths } from "./state.ts";

/**
 * Takes down every engine of ours with all that is in it, and removes what was kept for them.
 * @returns the releases that there were
 */
export async function removeOwnEngines(progress: Progress): Promise<string[]> {
  const state = stateFolder();
  const present = releases.map((release) => enginePaths(release)).filter(({ state }) => existsSync(state));
  if (!existsSync(state)) return [];
  {
    await using _ = await lock(join(state, "engine.lock"), () =>
      progress("Another Shipshape is bringing up the engine: waiting for it."),
    );
    for (const paths of present) {
      progress(`Removing Shipshape's own Docker ${paths.release.name}.`);
      await removeEngine(paths);
    }
  }
  const kept = (await readdir(state)).filter((name) =>
    /^(apt|engine|run|debian-root\..*|.*\.lock)$/.test(name),
  );
  await Promise.all(kept.map((name) => rm(join(state, name), { recursive: true, force: true })));
  // The folder may be one that the user chose, with other things in it.
  await execa("rmdir", [state], { reject: false });
  return present.map(({ release }) => release.name);
}

async function removeEngine(paths: EnginePaths): Promise<void> {
  const running = await runningOwnEngine(paths.release);
  if (running) await emptyEngine(running);
  await stopDaemon(paths);
  await endOrphans(paths);
  for (const folder of await mountsOf([paths.data, paths.exec])) await execa("umount", ["--lazy", folder]);
  await removeBridge(paths.bridge);
  await removeCgroup(paths.bridge);
  await rm(paths.run, { recursive: true, force: true });
  await rm(paths.state, { recursive: true, force: true });
  await execa("rmdir", [dirname(paths.run)], { reject: false });
}

/** Containers would be waited for when the engine stops, and the bridges of networks would outlive it. */
async function emptyEngine({ docker }: Engine): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  await Promise.all(
    containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true }).catch(ignoreConflict)),
  );
  await docker.pruneNetworks();
}

/** An engine that was killed leaves its containerd and the shims of its containers: they name its folder. */
async function endOrphans(paths: EnginePaths): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (/^\S*containerd/.test(command) && command.includes(`${paths.exec}/`)) endProcess(Number(pid));
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** The innermost first. An engine mounts its data folder on itself, and one that was killed leaves it so. */
async function mountsOf(folders: readonly string[]): Promise<string[]> {
  const table = await readFile("/proc/mounts", "utf8");
  return table
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((target) => folders.some((folder) => `${target}/`.startsWith(`${folder}/`)))
    .toReversed();
}
