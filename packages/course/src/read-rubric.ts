import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { type Lab, manifestSchema, md, type Rubric, ShipshapeError } from "@shipshape/core";
import { z } from "zod";

import { mistakesInEntries, withOptions } from "./check-entries.ts";
import { readYaml } from "./read-yaml.ts";
import { mistakesFrom } from "./schema-mistakes.ts";

/** What a rubric of its own may hold. */
const rubricSchema = z.strictObject({
  title: z.string().optional(),
  checks: manifestSchema.shape.checks,
});

const remedy =
  "Mend the rubric: each of its checks has an id, points and options, as in a lab's own lab.yaml.";

/** Of a lab's manifest nothing else is read: its folder may be a copy that holds no more than it. */
const partOfManifest = z.looseObject(rubricSchema.shape);

/**
 * Reads by what a lab's evidence is judged: any checks that there are, in place of the lab's own.
 * @param path a lab's folder, a `lab.yaml`, or a YAML file with `checks` and perhaps a `title`
 * @param lab what the evidence was gathered for
 * @throws ShipshapeError that names file, line and what was expected
 */
export async function readRubric(path: string, lab: Pick<Lab, "id" | "title">): Promise<Rubric> {
  const { file, text } = await readText(resolve(path));
  const { value, refuse } = readYaml(file, text, "rubric", remedy);
  const schema = isManifest(value) ? partOfManifest : rubricSchema;
  const parsed = schema.safeParse(value);
  const [mistake] = parsed.success
    ? mistakesInEntries(parsed.data.checks)
    : mistakesFrom(parsed.error, schema);
  if (mistake) refuse(mistake);
  if (!parsed.success) return refuse({ path: [], message: "this is no rubric" });
  const { title = lab.title, checks } = parsed.data;
  return { id: lab.id, title, checks: withOptions(checks) };
}

/** A manifest has what no rubric has. */
function isManifest(value: unknown): boolean {
  return typeof value === "object" && value !== null && ["submit", "objectives"].some((key) => key in value);
}

async function readText(path: string): Promise<{ readonly file: string; readonly text: string }> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, "lab.yaml") : path;
    return { file, text: await readFile(file, "utf8") };
  } catch (cause) {
    throw new ShipshapeError(
      md`There is no rubric at ${path}.`,
      "Name a lab's folder, its lab.yaml, or a YAML file with a list of checks.",
      { cause },
    );
  }
}
