import { basename } from "node:path";

import { joinMarkdown, md, ShipshapeError } from "@shipshape/core";
import { findLab, readRubric } from "@shipshape/course";
import { ClassFolder, judgeClass, type JudgedClass, lockClass } from "@shipshape/grader";

import type { JudgeOptions } from "../commands/judge.ts";
import { currentLanguage } from "../language.ts";
import { writeOut } from "../output-file.ts";
import { lookOf } from "../stdout-look.ts";
import { classChangesJson } from "./class-changes-json.ts";
import { classChangesTable } from "./class-changes-table.ts";
import { warnOfUnknown } from "./warn-of-unknown.ts";
import { warnOfUnscored } from "./warn-of-unscored.ts";

/**
 * `shipshape judge FOLDER [LAB]`: a class from its evidence, by its lab or by a rubric, and what that changed for whom.
 * @param name the lab, where it is none of the course's own
 */
export async function judgeGradedClass(
  path: string,
  name: string | undefined,
  { format, rubric: rubricPath, out }: JudgeOptions,
): Promise<void> {
  const render = { terminal: classChangesTable, json: classChangesJson }[format];
  if (!render)
    throw new ShipshapeError(
      md`What changed in a class is not written as ${format}.`,
      "Take --format terminal or json; the gradebook command writes the class in other formats.",
    );
  const { folder, lab: id } = await ClassFolder.openGraded(path);
  await using _ = await lockClass(folder.file("lock"));
  // The name in the folder is a name, and never a path.
  const lab = await findLab(name ?? basename(id));
  if (lab.id !== id)
    throw new ShipshapeError(
      md`The class in ${path} was graded for another lab: ${id}, and not ${lab.id}.`,
      "Leave the lab out, or judge by other checks with --rubric.",
    );
  const rubric = rubricPath === undefined ? undefined : await readRubric(rubricPath, lab);
  const judged = await judgeClass({ folder, lab, rubric, language: currentLanguage() });
  const look = lookOf(out);
  await writeOut(out, render(judged, look));
  warnOfUnknown(judged, folder.file("overrides.csv"));
  warnOfUnscored(judged);
  refuseUngathered(judged, look.command ?? "./shipshape");
}

function refuseUngathered({ ungathered }: JudgedClass, command: string): void {
  if (ungathered.size === 0) return;
  const missing = Array.from(ungathered, ([check, { length }]) =>
    length === 1
      ? md`1 learner's submission has no evidence for ${check}: its score is withheld.`
      : md`${length} learners' submissions have no evidence for ${check}: their scores are withheld.`,
  );
  throw new ShipshapeError(
    joinMarkdown(missing, " "),
    md`Grade the class again with a lab that has these checks: ${`${command} grade LAB FOLDER --out FOLDER`}.`,
  );
}
