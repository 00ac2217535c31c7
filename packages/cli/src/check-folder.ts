import { constants, existsSync } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

import {
  joinMarkdown,
  type Lab,
  md,
  type Outcome,
  outcomeOf,
  type Progress,
  type Report,
  sayIn,
  ShipshapeError,
} from "@shipshape/core";
import {
  findLab,
  findWorkFolder,
  labIds,
  labIdsNamed,
  labOfFolder,
  readWork,
  record,
} from "@shipshape/course";

import { currentLanguage } from "./language.ts";

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
  if (first === undefined) return findSubmission(undefined, ".");
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
  if (!isSame(folder, ".")) tell(say`Checking ${shown(folder)}`);
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

/**
 * Keeps a report's outcome in the learner's progress, unless an error of ours withheld it.
 * Never throws: says what could not be kept, by default on stderr.
 */
export async function keepOutcome(
  { lab, workFolder }: Submission,
  report: Report,
  tell: Progress = console.error,
): Promise<void> {
  if (workFolder === undefined || report.score === null) return;
  const { at: _, ...outcome } = outcomeOf(report, "");
  try {
    await record(workFolder, { event: "checked", lab: lab.id, ...outcome });
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    tell(error.in(currentLanguage()).join("\n"));
  }
}

async function namesLab(name: string): Promise<boolean> {
  return isLabFolder(name) || labIdsNamed(name, await labIds()).length > 0;
}

/** The current folder where it may be for the lab, else the one that the lab was started in. */
async function folderFor(lab: Lab): Promise<string> {
  const [required = "Dockerfile"] = lab.submit;
  const of = existsSync(required) ? await labOfFolder(resolve()) : null;
  if (of === undefined || of === lab.id) return ".";
  const { labs, folder } = await readWork(findWorkFolder());
  const started = labs.get(lab.id)?.folder ?? join(folder, lab.id);
  return existsSync(started) ? started : ".";
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

const labUnknown = (folder: string) =>
  new ShipshapeError(
    md`Which lab ${resolve(folder)} is for cannot be told from the folder.`,
    md`Name the lab before it, by its number: ${`./shipshape check 1 ${folder}`}. Or begin a lab in a folder of its own: ${"./shipshape start 1"}.`,
  );

async function neither(name: string): Promise<ShipshapeError> {
  const ids = joinMarkdown(
    (await labIds()).map((id) => md`${id}`),
    ", ",
  );
  return new ShipshapeError(
    md`There is neither a lab nor a folder called ${name}.`,
    md`Name a lab, by its number if you like: ${ids}; or the folder that holds your Dockerfile.`,
  );
}

const isLabFolder = (path: string) => existsSync(join(path, "lab.yaml"));

const isSame = (one: string, other: string) => resolve(one) === resolve(other);

const liesIn = (path: string, folder: string) => path.startsWith(folder + sep);

/** The shorter way to write a path. */
function shown(path: string): string {
  const way = relative("", path);
  return way.length < path.length ? way : path;
}
