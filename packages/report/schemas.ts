/**
 * Writes the JSON Schemas that we publish, from the schemas that the code itself parses with.
 * `node packages/report/schemas.ts` writes them; with `--check` it fails where a file differs.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";

import { evidenceSchema, gradebookSchema, manifestSchema, reportSchema } from "@shipshape/core";
import { z } from "zod";

const folder = new URL("../../schemas/", import.meta.url);

const published = [
  { name: "report", id: "report:1", title: "Shipshape report", schema: reportSchema },
  { name: "evidence", id: "evidence:1", title: "Shipshape evidence", schema: evidenceSchema },
  { name: "gradebook", id: "gradebook:1", title: "Shipshape gradebook", schema: gradebookSchema },
  { name: "lab", id: "lab", title: "Shipshape lab manifest (lab.yaml)", schema: manifestSchema },
];

const check = process.argv.includes("--check");
await mkdir(folder, { recursive: true });
for (const { name, id, title, schema } of published) {
  const file = new URL(`${name}.schema.json`, folder);
  // As input: a manifest before its defaults, and documents to which later versions may add fields.
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
  const text = `${JSON.stringify({ $schema, $id: `urn:shipshape:schema:${id}`, title, ...rest }, null, 2)}\n`;
  if (!check) await writeFile(file, text);
  else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
    console.error(`schemas/${name}.schema.json is not up to date: run \`node packages/report/schemas.ts\`.`);
    process.exitCode = 1;
  }
}
