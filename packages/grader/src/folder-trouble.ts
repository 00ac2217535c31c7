import { resolve, sep } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";

/** What a file system says that a person can mend; anything else is a mistake of ours. */
const mendable = new Set([
  "EACCES",
  "EDQUOT",
  "EEXIST",
  "EIO",
  "EISDIR",
  "ELOOP",
  "EMFILE",
  "ENAMETOOLONG",
  "ENOENT",
  "ENOSPC",
  "ENOTDIR",
  "ENOTEMPTY",
  "EPERM",
  "EROFS",
]);

/**
 * Says what is wrong with a class's folder in words that tell what to do.
 * @param path of the folder
 * @returns what takes an error, and throws a ShipshapeError for what the file system says of this folder, and else the
 *   error as it is
 */
export function folderTrouble(path: string): (error: unknown) => never {
  return (error) => {
    if (!isAbout(path, error)) throw error;
    throw new ShipshapeError(
      md`The results of the class in ${path} could not be read or written: ${error.message}.`,
      "See to it that the folder is yours to write to and has room, or name another one behind --out; then give the same command again.",
      { cause: error },
    );
  };
}

function isAbout(folder: string, error: unknown): error is NodeJS.ErrnoException {
  const { code = "", syscall = "connect", path } = error as NodeJS.ErrnoException;
  if (!mendable.has(code) || syscall === "connect") return false;
  // What is said of an open file names none.
  return path === undefined || `${resolve(path)}${sep}`.startsWith(`${resolve(folder)}${sep}`);
}
