import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type Gradebook, type GradebookRow, listed, md, type Report, ShipshapeError } from "@shipshape/core";
import type { ClassFolder } from "@shipshape/grader";
import { countedAttempt, formats, learnerReport, type Look, plainLook } from "@shipshape/report";

import { currentLanguage } from "../language.ts";
import { writeWhole } from "../output-file.ts";
import { warn } from "../warn.ts";
import { LearnerFiles } from "./learner-files.ts";
import { readLearnerReport } from "./read-gradebook.ts";

/**
 * Writes a file for each learner into a folder, or for `feedback` a folder for each.
 * @throws ShipshapeError where a report is missing or damaged, or where the folder cannot be written to
 */
export async function writeLearners(
  folder: ClassFolder,
  gradebook: Gradebook,
  format: string,
  out: string,
): Promise<void> {
  const render = formats.get(format === "feedback" ? "html" : format);
  if (!render) throw new Error(`There is no format ${format}`);
  const look: Look = { ...plainLook, language: currentLanguage() };
  const files = new LearnerFiles(format);
  const without: string[] = [];
  await makeFolder(out);
  for (const row of gradebook.rows) {
    const report = learnerReport(gradebook, row, await reportOf(folder, row), look.language);
    if (!report) {
      without.push(row.learner.id);
      continue;
    }
    const file = join(out, files.of(row));
    await makeFolder(dirname(file));
    await writeWhole(file, render(report, look));
  }
  if (without.length > 0) warn(md`No file for those who have nothing that counts: ${listed(without)}.`);
  if (files.renamed.length > 0)
    warn(
      md`What these learners handed in has a name that not every system takes, so that their feedback is under another: ${listed(files.renamed)}. A course system may not know whose it is.`,
    );
}

async function reportOf(folder: ClassFolder, row: GradebookRow): Promise<Report | undefined> {
  const digest = countedAttempt(row)?.submission;
  const report = digest === undefined ? undefined : await readLearnerReport(folder, digest);
  if (!report && row.state === "graded")
    throw new ShipshapeError(
      md`The report of ${row.learner.id} is missing from ${folder.path}.`,
      "Grade the class again with the same folder behind --out: what was graded is kept, and the rest is written anew.",
    );
  return report;
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new ShipshapeError(
      md`There cannot be a folder ${path}: ${cause.message}.`,
      "Name a folder behind --out that is yours to write to.",
      { cause },
    );
  });
}
