import { basename, resolve } from "node:path";

import { gather, RunScope, type Stage } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { exitStatus, judge, type Progress } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { openEngine, sweepDeadRuns } from "@shipshape/engine";

import { untilInterrupted } from "../failure.ts";
import { printByHand } from "../by-hand.ts";
import type { OutputOptions } from "../output.ts";
import { LiveLine, plainProgress } from "../progress.ts";

type CheckOptions = OutputOptions & {
  readonly evidence?: string;
  readonly keep?: boolean;
  readonly timings?: boolean;
};

const stages: Record<Stage, string> = {
  read: "Reading the submission",
  build: "Building the image",
  run: "Running the container",
  experiments: "Trying what changes do",
};

/** `shipshape check LAB [DIR]` */
export async function check(labName: string, folder: string, options: CheckOptions): Promise<void> {
  const signal = untilInterrupted();
  using line = new LiveLine();
  const say = plainProgress();
  const progress: Progress = (sentence) => {
    line.clear();
    say(sentence);
  };
  const lab = await findLab(labName);
  const engine = await openEngine(progress);
  await using scope = new RunScope(engine, { keep: options.keep ?? false });
  const swept = sweepDeadRuns(engine).catch(() => undefined);
  // What writes the report is loaded while the container starts, when there is nothing else to do.
  let output: Promise<typeof import("../output.ts")> | undefined;
  const loadOutput = () => (output ??= import("../output.ts"));
  const startedAt = performance.now();
  const evidence = await gather({
    scope,
    lab,
    folder,
    name: basename(resolve(folder)),
    signal,
    progress,
    onStage: (stage) => {
      line.show(stages[stage]);
      if (stage === "run") void loadOutput();
    },
    onBuildOutput: (written) => line.show(written),
  });
  const elapsed = performance.now() - startedAt;
  line.clear();
  const report = judge(lab, evidence, checksById);
  const { writeDurably, writeReport } = await loadOutput();
  await writeReport(report, options);
  if (options.evidence !== undefined)
    await writeDurably(options.evidence, `${JSON.stringify(evidence, null, 2)}\n`);
  if (options.timings) {
    const { stageTable } = await import("../timings.ts");
    console.error(stageTable(report.timings, elapsed));
  }
  if (options.keep) await printByHand(scope, lab, resolve(folder));
  process.exitCode = exitStatus(report);
  await swept;
}
