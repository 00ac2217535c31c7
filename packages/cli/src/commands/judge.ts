import { readFile } from "node:fs/promises";

import { checksById } from "@shipshape/checks";
import { type Evidence, evidenceSchema, exitStatus, judge, ShipshapeError } from "@shipshape/core";
import { findLab } from "@shipshape/course";

import { type OutputOptions, writeReport } from "../output.ts";

/** `shipshape judge FILE` */
export async function judgeEvidence(file: string, options: OutputOptions): Promise<void> {
  const evidence = await readEvidence(file);
  const report = judge(await findLab(evidence.lab), evidence, checksById);
  await writeReport(report, options);
  process.exitCode = exitStatus(report);
}

async function readEvidence(file: string): Promise<Evidence> {
  try {
    return evidenceSchema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new ShipshapeError(
      `\`${file}\` holds no evidence that this version can judge: ${(cause as Error).message.split("\n")[0]}`,
      "Name a file that `shipshape check --evidence FILE` wrote.",
      { cause },
    );
  }
}
