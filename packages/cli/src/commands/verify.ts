import { gapsIn, RunScope, variantsOf, type VariantResult, verifyVariant } from "@shipshape/checker";
import { inParallel, type Lab } from "@shipshape/core";
import { findLab, readCourse } from "@shipshape/course";
import { openEngine, sweepDeadRuns } from "@shipshape/engine";
import { renderTable } from "@shipshape/report";

import { untilInterrupted } from "../failure.ts";
import { plainProgress } from "../plain-progress.ts";
import { labTable } from "../timings.ts";

type VerifyOptions = { readonly jobs: number; readonly timings?: boolean };
type Result = VariantResult & { readonly lab: Lab; /** How long it took in all. */ readonly ms: number };

/** `shipshape verify [LAB...]`: exit status 1 where a lab does not hold its contract, 2 where our side failed. */
export async function verify(names: readonly string[], options: VerifyOptions): Promise<void> {
  const signal = untilInterrupted();
  const progress = plainProgress();
  const labs = names.length > 0 ? await Promise.all(names.map(findLab)) : await readCourse();
  const engine = await openEngine(progress);
  await sweepDeadRuns(engine);
  await using scope = new RunScope(engine);
  const work = labs.flatMap((lab) => variantsOf(lab).map((variant) => ({ lab, variant })));
  let done = 0;
  const results = await inParallel(options.jobs, work, async ({ lab, variant }): Promise<Result> => {
    const startedAt = performance.now();
    const result = await verifyVariant(scope, lab, variant, signal);
    progress(`${++done} of ${work.length}: ${lab.id} ${variant.name}: ${result.problem || "as expected"}`);
    return { lab, ms: performance.now() - startedAt, ...result };
  });
  const gaps = (
    await Promise.all(labs.map(async (lab) => (await gapsIn(lab)).map((gap) => ({ lab, gap }))))
  ).flat();
  printTable(results, gaps);
  if (options.timings) printTimings(labs, results, options.jobs);
  const ours = results.some(({ report }) => report.score === null);
  process.exitCode = ours ? 2 : gaps.length > 0 || results.some(({ problem }) => problem !== "") ? 1 : 0;
}

function printTable(
  results: readonly Result[],
  gaps: readonly { readonly lab: Lab; readonly gap: string }[],
): void {
  const rows = results.map(({ lab, variant, report, problem }) => [
    lab.id,
    variant.name,
    `${report.score ?? "?"}/${report.maxScore}`,
    problem === "" ? `as expected: ${outcome(report.checks)}` : `WRONG: ${problem}`,
  ]);
  const columns = [
    { heading: "Lab" },
    { heading: "Variant" },
    { heading: "Points", align: "right" as const },
    { heading: "Outcome" },
  ];
  console.log(renderTable(columns, rows, process.stdout.isTTY ? process.stdout.columns : 120));
  for (const { lab, gap } of gaps) console.log(`${lab.id}: WRONG: ${gap}`);
  const wrong = gaps.length + results.filter(({ problem }) => problem !== "").length;
  console.log(
    `\n${results.length - results.filter(({ problem }) => problem !== "").length} passed, ${wrong} failed`,
  );
}

function printTimings(labs: readonly Lab[], results: readonly Result[], jobs: number): void {
  const times = labs.map((lab) => {
    const own = results.filter((result) => result.lab === lab);
    const solution = own.find(({ variant }) => variant.name === "solution");
    return { lab: lab.id, solution: solution?.report.timings ?? {}, whole: own.map(({ ms }) => ms) };
  });
  console.error(`\n${labTable(times, jobs)}`);
}

function outcome(checks: VariantResult["report"]["checks"]): string {
  const failing = checks.filter(({ status }) => status === "fail").map(({ id }) => id);
  return failing.length === 0 ? "passes all" : `fails ${failing.join(", ")}`;
}
