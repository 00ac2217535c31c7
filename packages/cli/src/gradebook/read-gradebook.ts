import { readFile } from "node:fs/promises";

import {
  type Gradebook,
  gradebookSchema,
  md,
  type Report,
  reportSchema,
  ShipshapeError,
} from "@shipshape/core";
import type { ClassFolder } from "@shipshape/grader";

const gradeAgain =
  "Grade the class again with the same folder behind --out: what was graded is kept, and the rest is written anew.";

/**
 * The gradebook that `grade` wrote.
 * @throws ShipshapeError where there is none yet, where it is damaged, or where a newer Shipshape wrote it
 */
export async function readGradebook(folder: ClassFolder): Promise<Gradebook> {
  const path = folder.file("gradebook.json");
  const found = await readDocument(path);
  if (found === undefined)
    throw new ShipshapeError(
      md`${folder.path} has no gradebook yet: its class was not graded to the end.`,
      "Grade the class again with the same folder behind --out: it goes on where it was.",
    );
  const parsed = gradebookSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  if (isNewer(found))
    throw new ShipshapeError(
      md`${path} was written by a newer Shipshape.`,
      "Use that one, or grade the class with this one into another folder.",
    );
  throw new ShipshapeError(md`${path} is damaged.`, gradeAgain, { cause: parsed.error });
}

/**
 * The report of a submission that was graded.
 * @returns undefined where none was written
 * @throws ShipshapeError where it is damaged
 */
export async function readLearnerReport(folder: ClassFolder, digest: string): Promise<Report | undefined> {
  const path = folder.of(digest, "report.json");
  const found = await readDocument(path);
  if (found === undefined) return undefined;
  const parsed = reportSchema.safeParse(found);
  if (parsed.success) return parsed.data;
  throw new ShipshapeError(md`${path} is damaged.`, gradeAgain, { cause: parsed.error });
}

/** A document as it lies there: null where it is no JSON, and undefined where there is none. */
async function readDocument(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new ShipshapeError(
      md`${path} cannot be read: ${(error as Error).message}.`,
      "See that it is a file, and that you may read it.",
      { cause: error },
    );
  }
}

function isNewer(found: unknown): boolean {
  const version = (found as { version?: unknown } | null)?.version;
  return typeof version === "number" && version > 1;
}
