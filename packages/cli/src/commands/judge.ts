import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { checksById } from "@shipshape/checks";
import { type Evidence, evidenceSchema, exitStatus, judge, md, ShipshapeError } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { z } from "zod";

import { currentLanguage } from "../language.ts";
import { type OutputOptions, writeReport } from "../output.ts";

/** `shipshape judge FILE [LAB]`: by the lab that the evidence names, or by another folder's. */
export async function judgeEvidence(
  file: string,
  lab: string | undefined,
  options: OutputOptions,
): Promise<void> {
  const evidence = await readEvidence(file);
  // The name in the evidence is a name, and never a path.
  const report = judge(await findLab(lab ?? basename(evidence.lab)), evidence, checksById, currentLanguage());
  await writeReport(report, options);
  process.exitCode = exitStatus(report);
}

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
