import { basename } from "node:path";

import { gather, orAborted, RunScope } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { changesSince, exitStatus, judge } from "@shipshape/core";
import { openEngine, sweepDeadRuns } from "@shipshape/engine";

import { printByHand } from "../by-hand.ts";
import { chooseSubmission } from "../check-folder.ts";
import { untilInterrupted } from "../failure.ts";
import { keepOutcome } from "../keep-progress.ts";
import { currentLanguage } from "../language.ts";
import { LiveDisplay } from "../live-display.ts";
import type { OutputOptions } from "../output.ts";
import { seeWritable, writeWhole } from "../output-file.ts";

type CheckOptions = OutputOptions & {
  readonly evidence?: string;
  readonly keep?: boolean;
  readonly timings?: boolean;
};

/** `shipshape check [LAB] [FOLDER]`; one of the two alone may be either. */
export async function check(
  labOrFolder: string | undefined,
  folder: string | undefined,
  options: CheckOptions,
): Promise<void> {
  using display = new LiveDisplay();
  const signal = untilInterrupted(display.sayLast);
  const submission = await chooseSubmission([labOrFolder, folder], display.say);
  for (const file of [options.out, options.evidence]) if (file !== undefined) await seeWritable(file);
  display.begin("engine");
  const engine = await orAborted(openEngine(display.say), signal);
  await using scope = new RunScope(engine, { keep: options.keep ?? false });
  const swept = sweepDeadRuns(engine).catch(() => undefined);
  // What writes the report is loaded while the container starts, when there is nothing else to do.
  let output: Promise<typeof import("../output.ts")> | undefined;
  const loadOutput = () => (output ??= import("../output.ts"));
  const startedAt = performance.now();
  const evidence = await gather({
    scope,
    lab: submission.lab,
    from: submission.folder,
    name: basename(submission.folder),
    signal,
    progress: display.say,
    onStage: (stage) => {
      display.begin(stage);
      if (stage === "start") void loadOutput();
    },
    onBuildOutput: (written) => display.output(written),
  });
  signal.throwIfAborted();
  const elapsed = performance.now() - startedAt;
  const report = judge(submission.lab, evidence, checksById, currentLanguage());
  const { writeReport } = await loadOutput();
  display[Symbol.dispose]();
  const changes = submission.last && changesSince(submission.last, report);
  try {
    await writeReport(report, options, { folder: submission.folder, ...(changes && { changes }) });
    if (options.evidence !== undefined)
      await writeWhole(options.evidence, `${JSON.stringify(evidence, null, 2)}\n`);
  } finally {
    await keepOutcome(submission, report);
  }
  process.exitCode = exitStatus(report);
  if (options.timings) {
    const { stageTable } = await import("../timings.ts");
    console.error(stageTable(report.timings, elapsed));
  }
  if (options.keep) await printByHand(scope, submission.lab, submission.folder);
  await swept;
}
