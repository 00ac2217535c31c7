/**
 * Compares `shipshape check` of each lab with a hand-written script on the same engine, in turns, in one run.
 * usage: node bench/check.ts [PAIRS] [--write]      (20 pairs; --write keeps the table in bench/RESULTS.md)
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

import { gather, RunScope } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { exitStatus, judge, type Lab } from "@shipshape/core";
import { readCourse } from "@shipshape/course";
import { openEngine } from "@shipshape/engine";
import { median, renderTerminal } from "@shipshape/report";

import { inTurns, ratioTable, type Row, rowOf } from "./in-turns.ts";
import { measure } from "./measure.ts";
import { countOr, measuredOn, tell } from "./results.ts";
import { removeImagesOfScripts, scriptOf } from "./script-of.ts";

const pairs = countOr(20);
const coldPairs = Math.min(pairs, 5);
const here = import.meta.dirname;
const shipshape = join(here, "../shipshape");
const engine = await openEngine(console.error);
const env = { ...process.env, ...engine.environment };
const never = new AbortController().signal;

/** A context for the script: the app with the lab's solution over it. */
async function contextOf(lab: Lab): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), "bench-"));
  await cp(lab.appFolder, join(context, lab.appIn), { recursive: true });
  await cp(join(lab.folder, "solution"), context, { recursive: true });
  return context;
}

/** Makes everything behind the first FROM new to the engine's cache. */
async function makeCold(dockerfile: string, from: string): Promise<void> {
  const text = await readFile(from, "utf8");
  await writeFile(dockerfile, text.replace(/^(FROM .*)$/m, `$1\nENV BENCH=${crypto.randomUUID()}`));
}

/** The whole check of a lab's solution with everything cached, as a learner and as a running process have it. */
async function benchLab(lab: Lab): Promise<Row[]> {
  const solution = join(lab.folder, "solution");
  const context = await contextOf(lab);
  const before = lab.before === undefined ? [] : [join(lab.folder, lab.before)];
  const script = async () => (await measure(scriptOf(lab), [context, ...before], env)).endMs;
  const outputs: number[] = [];
  const memory: number[] = [];
  const whole = await inTurns(
    pairs,
    async () => {
      const run = await measure(shipshape, ["check", lab.id, solution], env);
      outputs.push(run.outputMs);
      memory.push(run.peakMegabytes);
      return run.endMs;
    },
    script,
  );
  await using scope = new RunScope(engine);
  const inProcess = await inTurns(pairs, () => checkInProcess(scope, lab), script);
  await rm(context, { recursive: true });
  return [
    rowOf(`${lab.id}: report on the screen`, 1, { ours: outputs.slice(1), theirs: whole.theirs }),
    rowOf(`${lab.id}: process ended`, 1.15, whole),
    rowOf(`${lab.id}: in a process that is running already`, 0.9, inProcess),
    {
      what: `${lab.id}: memory of the process, in 150 MB`,
      limit: 1,
      ratios: memory.map((peak) => peak / 150),
      note: `${median(memory).toFixed(0)} MB`,
    },
  ];
}

async function checkInProcess(scope: RunScope, lab: Lab): Promise<number> {
  const startedAt = performance.now();
  const from = join(lab.folder, "solution");
  const work = { scope, lab, from, name: lab.id, signal: never, progress: () => undefined };
  const report = judge(lab, await gather(work), checksById);
  if (exitStatus(report) !== 0) throw new Error(renderTerminal(report));
  renderTerminal(report);
  return performance.now() - startedAt;
}

/** A check of which nothing behind the first FROM is in the engine's cache. */
async function benchCold(lab: Lab): Promise<Row> {
  const solution = join(lab.folder, "solution");
  const context = await contextOf(lab);
  const submission = await mkdtemp(join(tmpdir(), "bench-"));
  await cp(solution, submission, { recursive: true });
  const times = await inTurns(
    coldPairs,
    async () => {
      await makeCold(join(submission, "Dockerfile"), join(solution, "Dockerfile"));
      return (await measure(shipshape, ["check", lab.id, submission], env)).outputMs;
    },
    async () => {
      await makeCold(join(context, "Dockerfile"), join(solution, "Dockerfile"));
      return (await measure(scriptOf(lab), [context], env)).endMs;
    },
  );
  await Promise.all([context, submission].map((folder) => rm(folder, { recursive: true })));
  return rowOf(`${lab.id}: report on the screen, cold build`, 1.05, times);
}

const course = await readCourse();
const rows: Row[] = [];
for (const lab of course) rows.push(...(await benchLab(lab)));
// The labs that need nothing but the submission's own build.
for (const lab of course.filter(
  ({ counterfactuals, before }) => !before && Object.keys(counterfactuals).length === 0,
))
  rows.push(await benchCold(lab));
await removeImagesOfScripts(engine);
const { Version } = await engine.docker.version();
const facts = [
  `${Math.round(totalmem() / 2 ** 30)} GiB`,
  `Linux ${release()}`,
  `Docker ${Version}`,
  `${pairs} pairs (${coldPairs} cold)`,
];
await tell(
  "A check",
  `Written by \`node bench/check.ts ${pairs} --write\`: \`shipshape check\` of each lab's solution against the lab's script in \`bench/by-hand/\`, which does the same builds and requests, in turns, on one machine. Everything is cached but in the rows that say cold.

${measuredOn(...facts)}

${ratioTable(rows)}`,
);
