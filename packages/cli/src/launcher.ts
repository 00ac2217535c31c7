import { dirname, isAbsolute, join, relative, sep } from "node:path";

import { labsFolder } from "@shipshape/course";

import { shellQuoted } from "./shell-quoted.ts";

/** What to type in a folder to run Shipshape with some words: `../../shipshape check`. */
export function launcherFrom(folder: string, ...words: readonly string[]): string {
  return [pathFrom(folder, join(dirname(labsFolder()), "shipshape"), true), ...words]
    .map(shellQuoted)
    .join(" ");
}

/** A path as a person in a folder writes it: whichever is shorter, with `./` before a program's name. */
export function pathFrom(folder: string, path: string, program = false): string {
  const way = relative(folder, path) || ".";
  // Between two drives of Windows there is no relative path.
  if (isAbsolute(way) || way.length > path.length) return path;
  return program && !way.startsWith("..") ? `.${sep}${way}` : way;
}
