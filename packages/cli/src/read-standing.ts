import {
  courseIndex,
  findWorkFolder,
  readWork,
  type Standing,
  standings,
  type Work,
} from "@shipshape/course";

import { currentFolder } from "./current-folder.ts";
import { warn } from "./warn.ts";

/** The learner's work and how far they are with the course; what could not be read of it is said. */
export async function readStanding(): Promise<{ work: Work; standing: readonly Standing[] }> {
  const [course, work] = await Promise.all([courseIndex(), readWork(findWorkFolder(currentFolder()))]);
  if (work.problem) warn(work.problem);
  return { work, standing: standings(course, work) };
}
