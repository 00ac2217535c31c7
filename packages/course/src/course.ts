import { join, resolve } from "node:path";

import type { Lab } from "@shipshape/core";

import { labIds, labIdsNamed, theLabNamed } from "./lab-ids.ts";
import { labsFolder } from "./labs-folder.ts";
import { readLab } from "./read-lab.ts";

/** All labs, in the order of the course. */
export async function readCourse(): Promise<Lab[]> {
  return Promise.all((await labIds()).map((id) => readLab(join(labsFolder(), id))));
}

/**
 * Finds a lab by what a person calls it: a number (`5`, `05`), its name with or without the number
 * (`venv-non-root`), or the path of a folder that has a `lab.yaml`.
 * @throws ShipshapeError where there is none, or its `lab.yaml` has a mistake
 */
export async function findLab(name: string): Promise<Lab> {
  const ids = await labIds();
  if (labIdsNamed(name, ids).length === 0 && /[/\\]/.test(name)) return readLab(resolve(name));
  return readLab(join(labsFolder(), theLabNamed(name, ids)));
}
