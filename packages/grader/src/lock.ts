import { link, readFile, rename, rm, writeFile } from "node:fs/promises";

import { md, ShipshapeError } from "@shipshape/core";
import { isAlive, newRunId } from "@shipshape/engine";

/**
 * Keeps a second run out of a class's folder. A lock whose process has died counts for nothing.
 * @param file the lock's own
 * @throws ShipshapeError where another run is at work
 */
export async function lockClass(file: string): Promise<AsyncDisposable> {
  const own = newRunId();
  const unfinished = `${file}.${own}`;
  await writeFile(unfinished, own);
  try {
    while (!(await takes(unfinished, file))) await dropDead(file, own);
  } finally {
    await rm(unfinished, { force: true });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      if ((await holderOf(file)) === own) await rm(file, { force: true });
    },
  };
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

/** Takes away a lock whose process has died. */
async function dropDead(file: string, own: string): Promise<void> {
  const holder = await holderOf(file);
  if (holder === undefined) return;
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
}

async function holderOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(ignoreMissing);
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}
