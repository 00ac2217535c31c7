import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";

import { checksById } from "@shipshape/checks";
import { type Evidence, evidenceSchema, exitStatus, judge, md, ShipshapeError } from "@shipshape/core";
import { findLab, readRubric } from "@shipshape/course";
import { z } from "zod";

import { currentLanguage } from "../language.ts";
import { type OutputOptions, writeReport } from "../output.ts";

export type JudgeOptions = OutputOptions & {
  /** What is judged by in the place of the lab's own checks. */
  readonly rubric?: string;
};

/** `shipshape judge PATH [LAB]`: one submission's evidence, or a class that was graded. */
export async function judgePath(path: string, lab: string | undefined, options: JudgeOptions): Promise<void> {
  if (!(await isFolder(path))) return judgeEvidence(path, lab, options);
  // Loaded only here: whoever judges one submission needs nothing of it.
  const { judgeGradedClass } = await import("../judge/graded-class.ts");
  const { folderTrouble } = await import("@shipshape/grader");
  return judgeGradedClass(path, lab, options).catch(folderTrouble(path));
}

/** By the lab that the evidence names, or by another folder's. */
async function judgeEvidence(file: string, name: string | undefined, options: JudgeOptions): Promise<void> {
  const evidence = await readEvidence(file);
  // The name in the evidence is a name, and never a path.
  const lab = await findLab(name ?? basename(evidence.lab));
  const rubric = options.rubric === undefined ? lab : await readRubric(options.rubric, lab);
  const report = judge(rubric, evidence, checksById, currentLanguage());
  await writeReport(report, options);
  process.exitCode = exitStatus(report);
}

/** What is not there at all is told by whoever reads it. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

async function readEvidence(file: string): Promise<Evidence> {
  try {
    return evidenceSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new ShipshapeError(
      md`${file} holds no evidence that this version can judge: ${whatIsWrong(cause)}`,
      "Name a file that `shipshape check --evidence FILE` wrote.",
      { cause },
    );
  }
}

function whatIsWrong(cause: unknown): string {
  const [issue] = cause instanceof z.ZodError ? cause.issues : [];
  return issue ? `${issue.path.join(".")}: ${issue.message}` : String(cause);
}
