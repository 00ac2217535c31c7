import type { Changes, Report } from "@shipshape/core";
import { formats, renderTerminalFull } from "@shipshape/report";

import { writeOut } from "./output-file.ts";
import { repositoryFolder } from "./repository-folder.ts";
import { appendStepSummary } from "./step-summary.ts";
import { lookOf } from "./stdout-look.ts";
import { withoutCommands } from "./workflow-log.ts";

export type OutputOptions = {
  readonly format: string;
  /** A terminal's report says everything. */
  readonly full?: boolean;
  readonly out?: string;
};

/** What a report is written with, where it is known. */
type About = {
  /** Where the submission lies; what points into its files needs it. */
  readonly folder?: string;
  /** What is other than at the check before. */
  readonly changes?: Changes;
};

/** Writes a report where it was asked for, in the form that was asked for. */
export async function writeReport(
  report: Report,
  { format, full = false, out }: OutputOptions,
  { folder, changes }: About = {},
): Promise<void> {
  const render = full && format === "terminal" ? renderTerminalFull : formats.get(format);
  if (!render) throw new Error(`There is no format ${format}`);
  const within = folder === undefined ? undefined : await repositoryFolder(folder);
  const look = { ...lookOf(out), ...(within !== undefined && { folder: within }) };
  const text = render(report, look, changes);
  await writeOut(out, out === undefined && format === "terminal" ? withoutCommands(text) : text);
  if (format === "github") await appendStepSummary(report, look, changes);
}
