import { link, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";
import { isAlive, newRunId } from "@shipshape/engine";

import { writeSynced } from "./durable.ts";

export type ClassLock = AsyncDisposable & {
  /** Whether the run that had it before was killed. */
  readonly wasDead: boolean;
};

/**
 * Keeps a second run out of a class's folder. A lock whose process has died counts for nothing.
 * @param file the lock's own
 * @throws ShipshapeError where another run is at work
 */
export async function lockClass(file: string): Promise<ClassLock> {
  const own = newRunId();
  const unfinished = `${file}.${own}`;
  let wasDead = false;
  try {
    // One that a loss of power has emptied would name nobody, and count as somebody's for ever.
    await writeSynced(unfinished, own);
    while (!(await takes(unfinished, file))) wasDead = (await dropDead(file, own)) || wasDead;
  } finally {
    await rm(unfinished, { force: true });
  }
  await sweep(file);
  return {
    wasDead,
    [Symbol.asyncDispose]: async () => {
      if ((await holderOf(file)) === own) await rm(file, { force: true });
    },
  };
}

/** Takes away what processes left that were killed while they tried to lock. */
async function sweep(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    const [, runId] = name.split(`${basename(file)}.`, 2);
    if (runId !== undefined && !isAlive(runId.replace(/^dead-/, ""))) await rm(join(folder, name));
  }
}

/** A link comes to be whole or not at all, and never in the place of another. */
async function takes(unfinished: string, file: string): Promise<boolean> {
  try {
    await link(unfinished, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Takes away a lock whose process has died; says whether there was one. */
async function dropDead(file: string, own: string): Promise<boolean> {
  const holder = await holderOf(file);
  if (holder === undefined) return false;
  if (isAlive(holder))
    throw new ShipshapeError(
      md`Another run is grading into this folder: ${file}.`,
      "Wait for it to end, or end it. If no other machine is at work there either, delete that file.",
    );
  const dead = `${file}.dead-${own}`;
  await rename(file, dead).catch(ignoreMissing);
  // Between the look and the renaming somebody else may have done the same, and locked it.
  if ((await holderOf(dead)) !== holder) await link(dead, file).catch(() => undefined);
  await rm(dead, { force: true });
  return true;
}

async function holderOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(ignoreMissing);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
