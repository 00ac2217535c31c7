import { constants, type Stats } from "node:fs";
import { access, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

import { type Markdown, md, ShipshapeError } from "@shipshape/core";

/**
 * Sees whether a file could be written, before work is done whose result goes there.
 * @throws ShipshapeError that says why not
 */
export async function seeWritable(path: string): Promise<void> {
  const found = await find(path);
  if (found?.isDirectory()) throw cannotWrite(path, Object.assign(new Error(), { code: "EISDIR" }));
  const target = found ? path : dirname(path);
  await access(target, constants.W_OK).catch((cause: NodeJS.ErrnoException) => {
    throw cannotWrite(path, cause);
  });
}

/**
 * Writes a file whole or not at all; what is no file, as a device or a pipe, is written to and stays what it is.
 * @throws ShipshapeError that says why it could not be written
 */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    const found = await find(path);
    if (found && !found.isFile() && !found.isDirectory()) return await writeFile(path, text);
    await writeFile(unfinished, text, { flush: true });
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw cannotWrite(path, cause as NodeJS.ErrnoException);
  }
}

/** Writes to standard output, or into the file that was named instead. */
export async function writeOut(out: string | undefined, text: string): Promise<void> {
  if (out === undefined) process.stdout.write(text);
  else await writeWhole(out, text);
}

const find = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

function cannotWrite(path: string, cause: NodeJS.ErrnoException): ShipshapeError {
  return new ShipshapeError(reason(path, cause), "Name a file in a folder that you may write to.", { cause });
}

function reason(path: string, { code, message }: NodeJS.ErrnoException): Markdown {
  switch (code) {
    case "ENOENT":
      return md`${path} could not be written: there is no folder ${dirname(path)}.`;
    case "EISDIR":
      return md`${path} could not be written: it is a folder.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return md`${path} could not be written: it may not be written to by this user.`;
    case "ENOSPC":
      return md`${path} could not be written: the disk is full.`;
    case undefined:
    default:
      return md`${path} could not be written: ${message}.`;
  }
}
