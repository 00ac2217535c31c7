import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";

/**
 * The name of the results' own folder where it lies at the top of the class's folder: it is nobody's submission.
 * @param submissions the class's folder
 * @param results the folder behind --out, which may not be there yet
 * @throws ShipshapeError where the results would be mixed with what was handed in
 */
export async function resultsAmong(submissions: string, results: string): Promise<string | undefined> {
  const path = relative(await realPath(submissions), await realPath(results));
  const names = path.split(sep);
  if (isAbsolute(path) || names[0] === "..") return undefined;
  if (path === "" || names.length > 1)
    throw new ShipshapeError(
      md`The results would lie among what was handed in: ${results}.`,
      "Name a folder behind --out that is none of the submissions.",
    );
  return path;
}

/** Where a path leads, whether there is something already or not. */
async function realPath(path: string): Promise<string> {
  const whole = resolve(path);
  return realpath(whole).catch(async () =>
    dirname(whole) === whole ? whole : join(await realPath(dirname(whole)), basename(whole)),
  );
}
