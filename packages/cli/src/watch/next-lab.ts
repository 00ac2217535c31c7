import { existsSync } from "node:fs";

import type { Progress } from "@shipshape/core";
import {
  courseIndex,
  findLab,
  findWorkFolder,
  readWork,
  type Standing,
  standings,
  startLab,
} from "@shipshape/course";

import { findSubmission, type Submission } from "../check-folder.ts";
import { currentLanguage } from "../language.ts";

/** How far the learner is with the course, as the work folder around a submission has it. */
export async function courseAround({ folder, workFolder }: Submission): Promise<readonly Standing[]> {
  const [course, work] = await Promise.all([courseIndex(), readWork(workFolder ?? findWorkFolder(folder))]);
  return standings(course, work);
}

/**
 * The lab to go on with: the first one behind this that is not done, else the first one before it. Its folder is laid
 * where it is not there yet.
 * @param tell says why the start is not in the learner's progress, where it is not
 * @returns undefined where all others are done
 */
export async function goOn(from: Submission, tell: Progress): Promise<Submission | undefined> {
  const course = await courseAround(from);
  const at = course.findIndex(({ lab }) => lab.id === from.lab.id);
  const next = [...course.slice(at + 1), ...course.slice(0, Math.max(0, at))].find(
    ({ state }) => state !== "done",
  );
  if (!next) return undefined;
  const lab = await findLab(next.lab.id);
  if (next.work && existsSync(next.work.folder)) return findSubmission(lab.id, next.work.folder);
  const { folder, unrecorded } = await startLab(lab, from.workFolder ?? findWorkFolder(from.folder));
  if (unrecorded) tell(unrecorded.in(currentLanguage()).join("\n"));
  return findSubmission(lab.id, folder);
}
