import { constants, existsSync } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";

import { listed, type Lab, md, type Outcome, type Progress, sayIn, ShipshapeError } from "@shipshape/core";
import { findLab, findWorkFolder, labIds, labIdsNamed, labOfFolder, readWork } from "@shipshape/course";

import { currentFolder } from "./current-folder.ts";
import { currentLanguage } from "./language.ts";
import { launcherFrom, pathFrom } from "./launcher.ts";

/** What a check is about. */
export type Submission = {
  readonly lab: Lab;
  /** As an absolute path. */
  readonly folder: string;
  /** The learner's work folder, where the submission lies in it and is for the lab that was started there. */
  readonly workFolder?: string;
  /** What came of the check before. */
  readonly last?: Outcome;
};

/**
 * Finds what `[lab] [folder]` mean: one argument alone may be either.
 * @param tell told what was taken, where it could have been something else
 * @throws ShipshapeError that says what to type
 */
export async function chooseSubmission(
  [first, second]: readonly [first?: string | undefined, second?: string | undefined],
  tell: Progress,
): Promise<Submission> {
  if (first === undefined) return findSubmission(undefined, currentFolder());
  if (second !== undefined) return findSubmission(first, second);
  if (!(await namesLab(first))) {
    if (!/[/\\]/.test(first) && !existsSync(first)) throw await neither(first);
    return findSubmission(undefined, first);
  }
  const lab = await findLab(isLabFolder(first) ? resolve(first) : first);
  const folder = await folderFor(lab);
  const say = sayIn(currentLanguage());
  if (existsSync(first) && !isSame(first, folder) && !isSame(first, lab.folder))
    tell(say`${first} was taken for the lab, and not for the folder of that name: that is ./${first}`);
  if (folder !== currentFolder()) tell(say`Checking ${pathFrom(currentFolder(), folder)}`);
  return submissionIn(folder, lab);
}

/**
 * Where a submission is, which lab it is for, and the learner's work folder if it lies in one.
 * @throws ShipshapeError where there is no such folder or lab, or the folder does not tell its lab
 */
export async function findSubmission(labName: string | undefined, folder: string): Promise<Submission> {
  await seeFolder(folder);
  const name = labName ?? (await labOfFolder(folder));
  if (name === undefined) throw labUnknown(folder);
  return submissionIn(folder, await findLab(name));
}

async function submissionIn(folder: string, lab: Lab): Promise<Submission> {
  const path = resolve(folder);
  const real = await realpath(path);
  const workFolder = findWorkFolder(real);
  const isOwn = liesIn(real, await realpath(workFolder).catch(() => workFolder));
  if (!isOwn || (await labOfFolder(real)) !== lab.id) return { lab, folder: path };
  const last = (await readWork(workFolder)).labs.get(lab.id)?.last;
  return { lab, folder: path, workFolder, ...(last && { last }) };
}

async function namesLab(name: string): Promise<boolean> {
  return isLabFolder(name) || labIdsNamed(name, await labIds()).length > 0;
}

/** The current folder where it may be for the lab, else the one that the lab was started in. */
async function folderFor(lab: Lab): Promise<string> {
  const here = currentFolder();
  const [required = "Dockerfile"] = lab.submit;
  const of = existsSync(join(here, required)) ? await labOfFolder(here) : null;
  if (of === undefined || of === lab.id) return here;
  const { labs, folder } = await readWork(findWorkFolder(here));
  const started = labs.get(lab.id)?.folder ?? join(folder, lab.id);
  return existsSync(started) ? started : here;
}

async function seeFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return await access(folder, constants.R_OK | constants.X_OK);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new ShipshapeError(
      code === "ENOENT"
        ? md`There is no folder ${folder}.`
        : md`The folder ${folder} cannot be looked into: ${message}.`,
      "Name the folder that holds your Dockerfile.",
      { cause },
    );
  }
  throw new ShipshapeError(
    md`${folder} is a file, and no folder.`,
    md`Name the folder that it lies in: ${dirname(folder)}`,
  );
}

function labUnknown(folder: string): ShipshapeError {
  const here = currentFolder();
  const check = launcherFrom(here, "check", "1", pathFrom(here, folder));
  return new ShipshapeError(
    md`Which lab ${resolve(folder)} is for cannot be told from the folder.`,
    md`Name the lab before it, by its number: ${check}. Or begin a lab in a folder of its own: ${launcherFrom(here, "start", "1")}.`,
  );
}

async function neither(name: string): Promise<ShipshapeError> {
  const ids = listed(await labIds());
  return new ShipshapeError(
    md`There is neither a lab nor a folder called ${name}.`,
    md`Name a lab, by its number if you like: ${ids}; or the folder that holds your Dockerfile.`,
  );
}

const isLabFolder = (path: string) => existsSync(join(path, "lab.yaml"));

const isSame = (one: string, other: string) => resolve(one) === resolve(other);

const liesIn = (path: string, folder: string) => path.startsWith(folder + sep);
