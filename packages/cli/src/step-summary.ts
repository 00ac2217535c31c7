import { appendFile, stat } from "node:fs/promises";

import { type Changes, md, type Report } from "@shipshape/core";
import { type Look, renderStepSummary } from "@shipshape/report";

import { warn } from "./warn.ts";

/** GitHub takes no more for one step, in bytes, and drops all of what is longer. */
const most = 1024 * 1024;

/**
 * Adds a report to the summary of a GitHub Actions job, where the step has one. What cannot be written there is said
 * on standard error: the result stands in the annotations too.
 */
export async function appendStepSummary(report: Report, look: Look, changes?: Changes): Promise<void> {
  const file = process.env["GITHUB_STEP_SUMMARY"];
  if (!file) return;
  const size = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const between = size > 0 ? "\n" : "";
  const summary = renderStepSummary(report, look, most - size - between.length, changes);
  if (summary === "") {
    warn(md`The summary of this step is full, so the report is not in it.`);
    return;
  }
  try {
    await appendFile(file, between + summary);
  } catch (error) {
    warn(md`The summary of this step could not be written: ${(error as Error).message}`);
  }
}
