import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { type Lab, manifestSchema, md, ShipshapeError } from "@shipshape/core";

import { withOptions } from "./check-entries.ts";
import { mistakesIn, missingFiles } from "./manifest-mistakes.ts";
import { readYaml } from "./read-yaml.ts";
import { mistakesFrom } from "./schema-mistakes.ts";

/**
 * Reads and validates a lab's `lab.yaml`, options of checks included.
 * @param folder the lab's folder, as an absolute path
 * @throws ShipshapeError that names file, line and what was expected
 */
export async function readLab(folder: string): Promise<Lab> {
  const file = join(folder, "lab.yaml");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ShipshapeError(
      md`There is no lab at ${folder}: it has no lab.yaml.`,
      "Name a lab by its number, its name or its folder.",
      { cause },
    );
  });
  const { value, refuse } = readYaml(
    file,
    text,
    "manifest",
    "Mend the lab's manifest; schemas/lab.schema.json says what it may hold.",
  );
  const parsed = manifestSchema.safeParse(value);
  const [mistake] = parsed.success ? mistakesIn(parsed.data) : mistakesFrom(parsed.error, manifestSchema);
  if (mistake) refuse(mistake);
  if (!parsed.success) return refuse({ path: [], message: "this is no manifest" });
  const manifest = parsed.data;
  const appFolder = resolve(folder, manifest.app);
  const [missing] = await missingFiles(manifest, folder, appFolder);
  if (missing) refuse(missing);
  return { ...manifest, checks: withOptions(manifest.checks), id: basename(folder), folder, appFolder };
}
