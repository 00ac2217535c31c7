import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { listed, md, ShipshapeError } from "@shipshape/core";

import { labsFolder } from "./labs-folder.ts";

/** The ids of all labs, in the order of the course. */
export async function labIds(): Promise<string[]> {
  const entries = readdirSync(labsFolder(), { withFileTypes: true });
  return (
    entries
      // Git leaves a lab's node_modules behind when it changes to a branch without the lab.
      .filter((entry) => entry.isDirectory() && existsSync(join(entry.parentPath, entry.name, "lab.yaml")))
      .map(({ name }) => name)
      .toSorted()
  );
}

/** The ids that a person may mean: an id, a number (`5`, `05`), or a name without its number (`venv-non-root`). */
export function labIdsNamed(name: string, ids: readonly string[]): string[] {
  if (ids.includes(name)) return [name];
  return ids.filter((id) => id.replace(/^\d+-/, "") === name || isNumberOf(name, id));
}

/** The one id that a person means; undefined where there is none, or more than one. */
export function labIdNamed(name: string, ids: readonly string[]): string | undefined {
  const [id, ...others] = labIdsNamed(name, ids);
  return others.length === 0 ? id : undefined;
}

/**
 * The id that a person means, by a number or a name.
 * @throws ShipshapeError where there is none, or more than one
 */
export function theLabNamed(name: string, ids: readonly string[]): string {
  const [id, ...others] = labIdsNamed(name, ids);
  if (id === undefined)
    throw new ShipshapeError(md`There is no lab ${name}.`, md`The course has ${listed(ids)}.`);
  if (others.length > 0)
    throw new ShipshapeError(md`${name} is more than one lab.`, md`Say which: ${listed([id, ...others])}.`);
  return id;
}

const isNumberOf = (name: string, id: string) =>
  /^\d+$/.test(name) && Number(name) === Number.parseInt(id, 10);
