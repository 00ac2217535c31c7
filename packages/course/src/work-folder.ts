import { realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";

import { up } from "empathic/find";

import { journalName, readWork } from "./journal.ts";
import { labIds, labIdNamed } from "./lab-ids.ts";
import { labsFolder } from "./labs-folder.ts";

/** The learner's own folder: the nearest one around `from` with a progress file, else `work` beside `labs/`. */
export function findWorkFolder(from: string): string {
  return workFolderAround(from) ?? join(dirname(labsFolder()), "work");
}

/** The nearest folder around `from`, itself included, that has a progress file. */
export function workFolderAround(from: string): string | undefined {
  const journal = up(journalName, { cwd: resolve(from) });
  return journal === undefined ? undefined : dirname(journal);
}

/** The id of the lab that a folder was started for, in whose own folder it lies, or that its name names. */
export async function labOfFolder(folder: string): Promise<string | undefined> {
  const real = realPath(folder);
  return (
    (await startedIn(real)) ??
    (await labIds()).find((id) => lies(real, realPath(join(labsFolder(), id)))) ??
    labIdNamed(basename(real), await labIds())
  );
}

async function startedIn(folder: string): Promise<string | undefined> {
  const around = workFolderAround(folder);
  if (around === undefined) return undefined;
  const { labs } = await readWork(around);
  return Array.from(labs).findLast(([, work]) => lies(folder, realPath(work.folder)))?.[0];
}

/** Whether a path is a folder or lies in it. */
const lies = (path: string, folder: string) => {
  const way = relative(folder, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
};

/** One spelling for a folder that is reached over links, as /tmp is on macOS. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
