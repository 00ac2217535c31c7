import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

import { type Lab, ShipshapeError } from "@shipshape/core";
import { up } from "empathic/find";

import { readLab } from "./read-lab.ts";

/** The folder that holds the course, `labs/` of the clone that this runs from. */
export function labsFolder(): string {
  const workspace = up("pnpm-workspace.yaml", { cwd: import.meta.dirname });
  if (workspace === undefined)
    throw new ShipshapeError(
      `There is no course around ${import.meta.dirname}.`,
      "Run Shipshape from a clone of its repository.",
    );
  return join(dirname(workspace), "labs");
}

/** The ids of all labs, in the order of the course. */
export async function labIds(): Promise<string[]> {
  const entries = await readdir(labsFolder(), { withFileTypes: true });
  return (
    entries
      // Git leaves a lab's node_modules behind when it changes to a branch without the lab.
      .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, "lab.yaml")))
      .map(({ name }) => name)
      .toSorted()
  );
}

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
  const found = ids.includes(name)
    ? [name]
    : ids.filter((id) => id.replace(/^\d+-/, "") === name || isNumberOf(name, id));
  const [id] = found;
  if (found.length > 1)
    throw new ShipshapeError(`\`${name}\` is more than one lab.`, `Say which: ${found.join(" or ")}.`);
  if (id !== undefined) return readLab(join(labsFolder(), id));
  if (/[/\\]/.test(name)) return readLab(resolve(name));
  throw new ShipshapeError(`There is no lab \`${name}\`.`, `The course has ${ids.join(", ")}.`);
}

const isNumberOf = (name: string, id: string) =>
  /^\d+$/.test(name) && Number(name) === Number.parseInt(basename(id), 10);
