import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

import { md, ShipshapeError } from "@shipshape/core";
import { parse } from "yaml";
import { z } from "zod";

import type { Owner } from "./export-names.ts";
import { utc } from "./time-in-name.ts";

/** Gradescope's list of what is in its export. */
export const gradescopeFile = "submission_metadata.yml";

/** What Ruby writes for a symbol begins with a colon. */
const entrySchema = z.object({
  ":submitters": z.array(
    z.object({
      ":name": z.string().nullish(),
      ":sid": z.coerce.string().nullish(),
      ":email": z.string().nullish(),
    }),
  ),
  ":created_at": z.string().optional(),
});

export type GradescopeEntry = { readonly owners: readonly Owner[]; readonly at?: string };

/** The parts of an entry that say whose it is and when; the others, as results, may be megabytes. */
const wantedKeys = /^ {2}(?::submitters|:created_at):/;

/**
 * Reads `submission_metadata.yml`: by the name of each folder, who handed it in and when.
 * @throws ShipshapeError where it cannot be read
 */
export async function readGradescope(path: string): Promise<Map<string, GradescopeEntry>> {
  const found = new Map<string, GradescopeEntry>();
  try {
    for await (const [name, block] of blocksIn(path)) {
      const entry = entrySchema.parse(parse(block));
      const at = utc((entry[":created_at"] ?? "").replace(" ", "T").replace(/ (?=[Z+-])/, ""));
      found.set(name, { owners: entry[":submitters"].flatMap(ownerOf), ...(at !== undefined && { at }) });
    }
  } catch (cause) {
    throw new ShipshapeError(
      md`${path} is not as Gradescope writes it: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Export the submissions again, or take the file away: each folder is then a learner of its own.",
      { cause },
    );
  }
  return found;
}

function ownerOf(submitter: z.infer<typeof entrySchema>[":submitters"][number]): Owner[] {
  const { ":name": name, ":sid": sid, ":email": email } = submitter;
  const keys = [sid, email, name].flatMap((key) => key || []);
  const [id] = keys;
  return id === undefined ? [] : [{ id, name: name || id, keys }];
}

/** The blocks of the file, each reduced to what is wanted of it: the whole may be too large for a YAML parser. */
async function* blocksIn(path: string): AsyncGenerator<readonly [name: string, block: string]> {
  let name: string | undefined;
  let block: string[] = [];
  let wanted = false;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const key = /^(["']?)(?<name>[^\s"'#].*?)\1:\s*$/.exec(line)?.groups?.["name"];
    if (key !== undefined) {
      if (name !== undefined) yield [name, block.join("\n")];
      [name, block, wanted] = [key, [], false];
    } else if (/^ {2}[^\s-]/.test(line)) wanted = wantedKeys.test(line);
    if (key === undefined && wanted) block.push(line);
  }
  if (name !== undefined) yield [name, block.join("\n")];
}
