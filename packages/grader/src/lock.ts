import { once } from "node:events";
import { link, readdir, readFile, rm, stat } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { basename, dirname, join } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";
import { isAlive, newRunId } from "@shipshape/engine";

import { writeSynced } from "./durable.ts";

export type ClassLock = AsyncDisposable & {
  /** Whether the run that had it before was killed. */
  readonly wasDead: boolean;
};

/**
 * Keeps a second run out of a class's folder. A name that the kernel gives back when a process ends keeps out those of
 * this machine, and a file with the run's id those of others; the file of a process that has died counts for nothing.
 * @param file the lock's own
 * @throws ShipshapeError where another run is at work
 */
export async function lockClass(file: string): Promise<ClassLock> {
  const name = await takeName(file);
  const own = newRunId();
  const unfinished = `${file}.${own}`;
  try {
    const wasDead = await dropDead(file);
    // One that a loss of power has emptied would name nobody, and count as somebody's for ever.
    await writeSynced(unfinished, own);
    // A link comes to be whole or not at all, and never in the place of another.
    await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? taken(file) : error;
    });
    await sweep(file);
    return {
      wasDead,
      async [Symbol.asyncDispose]() {
        await rm(file, { force: true });
        await name?.[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await name?.[Symbol.asyncDispose]();
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Linux has names of sockets that are no files, and Windows pipes; elsewhere there is the file alone. */
async function takeName(file: string): Promise<Server | undefined> {
  const { dev, ino } = await stat(dirname(file));
  const name = `shipshape-class-${dev}-${ino}`;
  const path = { linux: `\0${name}`, win32: `\\\\.\\pipe\\${name}` }[process.platform as string];
  if (path === undefined) return undefined;
  const server = createServer().unref();
  server.listen(path);
  try {
    await once(server, "listening");
    return server;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? taken(file) : error;
  }
}

/** Takes away the lock of a process that has died; says whether there was one. */
async function dropDead(file: string): Promise<boolean> {
  const holder = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });
  if (holder === undefined) return false;
  if (isAlive(holder)) throw taken(file);
  await rm(file, { force: true });
  return true;
}

function taken(file: string): ShipshapeError {
  return new ShipshapeError(
    md`Another run is grading into this folder: ${file}.`,
    "Wait for it to end, or end it. If no other machine is at work there either, delete that file.",
  );
}

/** Takes away what processes left that were killed while they tried to lock. */
async function sweep(file: string): Promise<void> {
  const folder = dirname(file);
  for (const name of await readdir(folder)) {
    const [, runId] = name.split(`${basename(file)}.`, 2);
    if (runId !== undefined && !isAlive(runId)) await rm(join(folder, name));
  }
}
