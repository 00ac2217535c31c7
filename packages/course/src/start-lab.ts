import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";

import { type Lab, ShipshapeError } from "@shipshape/core";

import { appFiles } from "./app-files.ts";
import { instructionsFor } from "./instructions.ts";
import { record } from "./journal.ts";
import { Laying } from "./laying.ts";

/** What a start made. Paths are those in the folder, with `/`. */
export type StartedLab = {
  readonly folder: string;
  readonly laid: readonly string[];
  /** What was there already, and is as it was. */
  readonly kept: readonly string[];
  /** Why the start is not in the learner's progress, where it is not. */
  readonly unrecorded?: ShipshapeError;
};

/**
 * Lays `<work folder>/<lab id>/`: the starter, the app's files where the build context has them, and the lab's
 * instructions. Nothing that is there is ever overwritten, and no link is followed out of the work folder.
 * @throws ShipshapeError that says what could not be laid and where; what this start had laid is taken away again
 */
export async function startLab(lab: Lab, workFolder: string): Promise<StartedLab> {
  const folder = join(workFolder, lab.id);
  await using work = new Laying(folder);
  await work.begin();
  for (const [path, content] of await filesOf(lab, folder)) await work.lay(path, content);
  const { laid, kept } = work.finish();
  try {
    await record(workFolder, { event: "started", lab: lab.id, folder: lab.id });
    return { folder, laid, kept };
  } catch (error) {
    if (error instanceof ShipshapeError) return { folder, laid, kept, unrecorded: error };
    throw error;
  }
}

/** What a started lab holds, by path; what the starter and the app both have is the starter's. */
async function filesOf(lab: Lab, folder: string): Promise<Map<string, Buffer | string>> {
  const files = new Map<string, Buffer | string>([["INSTRUCTIONS.md", await instructionsFor(lab, folder)]]);
  const starter = join(lab.folder, "starter");
  for (const path of await appFiles(lab.appFolder))
    files.set(posix.join(lab.appIn, path), await readFile(join(lab.appFolder, path)));
  for (const path of await appFiles(starter)) files.set(path, await readFile(join(starter, path)));
  return files;
}
