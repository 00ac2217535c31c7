import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { checksById } from "@shipshape/checks";
import { type Lab, manifestSchema, Markdown, md, ShipshapeError, visible } from "@shipshape/core";
import { isNode, LineCounter, parseDocument } from "yaml";

import { mistakesFrom, mistakesIn, missingFiles } from "./manifest-mistakes.ts";

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (offset: number, message: string): never => {
    throw new ShipshapeError(
      // What is wrong with a manifest is for its author, and in English.
      new Markdown(visible(`${file}:${lines.linePos(offset).line}: ${message}`)),
      "Mend the lab's manifest; schemas/lab.schema.json says what it may hold.",
    );
  };
  const [syntax] = document.errors;
  if (syntax) refuse(syntax.pos[0], syntax.message.replace(/ at line \d+, column \d+:[^]*$/, ""));

  if (document.contents === null) refuse(0, `the manifest is empty`);

  const parsed = manifestSchema.safeParse(valueOf(document, refuse));
  const [mistake] = parsed.success ? mistakesIn(parsed.data) : mistakesFrom(parsed.error, manifestSchema);
  if (mistake)
    refuse(
      offsetOf(mistake.path, document),
      `${mistake.path.join(".") || "the manifest"}: ${mistake.message}`,
    );
  if (!parsed.success) return refuse(0, "this is no manifest");
  const manifest = parsed.data;
  const appFolder = resolve(folder, manifest.app);
  const [missing] = await missingFiles(manifest, folder, appFolder);
  if (missing)
    refuse(offsetOf(missing.path, document), `${missing.path.join(".") || "the lab"}: ${missing.message}`);
  return {
    ...manifest,
    checks: manifest.checks.map((entry) => ({
      ...entry,
      options: checksById.get(entry.id)?.options.parse(entry.options) as Record<string, unknown>,
    })),
    id: basename(folder),
    folder,
    appFolder,
  };
}

/** Aliases that multiply one another are no manifest. */
function valueOf(
  document: ReturnType<typeof parseDocument>,
  refuse: (offset: number, message: string) => never,
): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return refuse(0, String(error));
  }
}

/** Where a value stands in the text; for a value that is missing, where its surroundings do. */
function offsetOf(path: readonly PropertyKey[], document: ReturnType<typeof parseDocument>): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
