import { readFile } from "node:fs/promises";

import { checksById } from "@shipshape/checks";
import {
  type Gradebook,
  gradebookSchema,
  type Lab,
  type Language,
  md,
  type Rubric,
  ShipshapeError,
} from "@shipshape/core";
import { renderGradebookCsv, renderGradebookJson } from "@shipshape/report";

import type { ClassFolder } from "./class-folder.ts";
import { readIntake } from "./class-intake.ts";
import { classOverview } from "./class-overview.ts";
import { writeDurably } from "./durable.ts";
import type { Intake } from "./intake/intake.ts";
import { judgeReports, type Judged } from "./judged-reports.ts";
import { writeLearnerPages } from "./learner-pages.ts";
import { makeGradebook } from "./make-gradebook.ts";
import { offerOverrides, type Overrides, readOverrides } from "./overrides.ts";

export type JudgeClassRequest = {
  readonly folder: ClassFolder;
  readonly lab: Lab;
  /** What the evidence is judged by instead of the lab's own checks. */
  readonly rubric?: Rubric | undefined;
  readonly language: Language;
};

export type JudgedClass = {
  readonly gradebook: Gradebook;
  /** The gradebook that it takes the place of, where there was one. */
  readonly before: Gradebook | undefined;
  /** Lines of overrides.csv for learners whom the class does not have. */
  readonly unknown: Overrides["unknown"];
  /** By a check's id, the learners whose evidence was gathered without what the check needs. */
  readonly ungathered: ReadonlyMap<string, readonly string[]>;
};

/**
 * Judges a class from what is kept of it, and writes all that is made from that: a report of each submission, a page
 * for each learner, and the gradebook. The same folder, rubric and language give the same bytes. Whoever calls it
 * has locked the folder.
 * @throws ShipshapeError where the class was not graded to its end, or a person's overrides have a mistake
 */
export async function judgeClass(request: JudgeClassRequest): Promise<JudgedClass> {
  const { folder, lab, rubric = lab, language } = request;
  const checks = checksById;
  const kept = await readIntake(folder);
  const overridesFile = folder.file("overrides.csv");
  await offerOverrides(overridesFile);
  const { overrides, unknown } = await readOverrides(overridesFile, kept.intake.learners);
  const before = await readGradebook(folder);
  const judging = { folder, rubric, checks, language };
  const judged = await judgeReports(submissionsOf(kept.intake), judging).catch(cannotWrite);
  const gradebook = makeGradebook({ ...kept, rubric, checks, reports: judged.reports, overrides, language });
  await writeClass({ ...request, rubric }, judged, gradebook).catch(cannotWrite);
  return { gradebook, before, unknown, ungathered: learnersWithout(judged, gradebook) };
}

/** The gradebook itself comes last: where it is, all that it speaks of is too. */
async function writeClass(
  { folder, lab, rubric, language }: JudgeClassRequest & { readonly rubric: Rubric },
  judged: Judged,
  gradebook: Gradebook,
): Promise<void> {
  writeLearnerPages(folder, gradebook, judged.reports, language);
  const overview = await classOverview({ gradebook, judged, lab, rubric, language });
  await writeDurably(folder.file("overview.html"), overview);
  await writeDurably(folder.file("gradebook.csv"), renderGradebookCsv(gradebook, { language }));
  await writeDurably(folder.file("gradebook.json"), renderGradebookJson(gradebook));
}

/** @throws ShipshapeError for what the file system says, and anything else as it is */
function cannotWrite(cause: NodeJS.ErrnoException): never {
  if (cause.syscall === undefined) throw cause;
  throw new ShipshapeError(
    md`The reports of the class could not be written: ${cause.message}.`,
    "Make room, or see to it that the folder can be written to, and give the same command again.",
    { cause },
  );
}

/** Everything that anybody handed in: what does not count now may have counted before, or count again. */
function submissionsOf({ attempts }: Intake): string[] {
  const all = attempts.values().flatMap((own) => own.flatMap(({ submission }) => submission ?? []));
  return [...new Set(all)].toSorted();
}

async function readGradebook(folder: ClassFolder): Promise<Gradebook | undefined> {
  try {
    return gradebookSchema.parse(JSON.parse(await readFile(folder.file("gradebook.json"), "utf8")));
  } catch {
    // It is made again from what it was made of.
    return undefined;
  }
}

/** What does not count may lack what it likes. */
function learnersWithout({ ungathered }: Judged, { rows }: Gradebook): JudgedClass["ungathered"] {
  const learners = Array.from(ungathered, ([check, digests]) => {
    const without = new Set<string | undefined>(digests);
    const theirs = rows.filter(({ attempts, counts }) => without.has(attempts[counts ?? -1]?.submission));
    return [check, theirs.map(({ learner }) => learner.id)] as const;
  });
  return new Map(learners.filter(([, theirs]) => theirs.length > 0));
}
