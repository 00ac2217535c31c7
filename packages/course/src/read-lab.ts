import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { checksById } from "@shipshape/checks";
import { type Lab, type Manifest, manifestSchema, ShipshapeError } from "@shipshape/core";
import { isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";

/** A mistake in a manifest: where in the document, and what was expected there. */
type Mistake = { readonly path: readonly PropertyKey[]; readonly message: string };

/**
 * Reads and validates a lab's `lab.yaml`, options of checks included.
 * @param folder the lab's folder, as an absolute path
 * @throws ShipshapeError that names file, line and what was expected
 */
export async function readLab(folder: string): Promise<Lab> {
  const file = join(folder, "lab.yaml");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new ShipshapeError(
      `There is no lab at ${folder}: it has no lab.yaml.`,
      "Name a lab by its number, its name or its folder.",
      { cause },
    );
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuse = (offset: number, message: string): never => {
    throw new ShipshapeError(
      `${file}:${lines.linePos(offset).line}: ${message}`,
      "Mend the lab's manifest; schemas/lab.schema.json says what it may hold.",
    );
  };
  const [syntax] = document.errors;
  if (syntax) refuse(syntax.pos[0], syntax.message.split("\n")[0] ?? "this is no YAML.");

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
  if (!existsSync(appFolder))
    return refuse(offsetOf(["app"], document), `app: there is no folder ${appFolder}`);
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

/** A key that nobody knows comes first: most often it is the mistyped name of one that seems to be missing. */
function mistakesFrom(error: z.ZodError, schema: z.ZodType): Mistake[] {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [...issue.path, key],
          message: `there is no such key; there are ${allowedKeys(schema, issue.path).join(", ") || "none"}`,
        }))
      : [],
  );
  return [...unknown, ...error.issues];
}

type Node = { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node };

function allowedKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node: Node | undefined = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  for (const key of path) node = node?.properties?.[String(key)] ?? node?.items ?? node?.additionalProperties;
  return Object.keys(node?.properties ?? {});
}

/** What the schema alone cannot see. */
function mistakesIn(manifest: Manifest): Mistake[] {
  const ids = manifest.checks.map(({ id }) => id);
  const unknown = manifest.checks.flatMap(({ id, options }, index): Mistake[] => {
    const check = checksById.get(id);
    if (!check)
      return [
        {
          path: ["checks", index, "id"],
          message: `there is no check ${id}; there are ${[...checksById.keys()].join(", ")}`,
        },
      ];
    if (ids.indexOf(id) !== index)
      return [{ path: ["checks", index, "id"], message: `the check ${id} is listed twice` }];
    const { error } = check.options.safeParse(options);
    return (error ? mistakesFrom(error, check.options) : []).map(({ path, message }) => ({
      path: ["checks", index, "options", ...path],
      message,
    }));
  });
  const foreign = Object.entries(manifest.broken).flatMap(([variant, failing]) =>
    failing
      .filter((id) => !ids.includes(id))
      .map((id) => ({
        path: ["broken", variant],
        message: `the lab has no check ${id}; it has ${ids.join(", ")}`,
      })),
  );
  return [...unknown, ...foreign];
}

/** Where a value stands in the text; for a value that is missing, where its surroundings do. */
function offsetOf(path: readonly PropertyKey[], document: ReturnType<typeof parseDocument>): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
