/**
 * Compares `shipshape check` with a hand-written script on the same engine, in turns, in one run.
 * usage: node bench/check.ts [PAIRS] [--write]      (20 pairs; --write keeps the table in bench/RESULTS.md)
 */
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

import { gather, RunScope } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { exitStatus, judge, type Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { openEngine } from "@shipshape/engine";
import { renderTerminal } from "@shipshape/report";

import { measure } from "./measure.ts";
import { median, quartiles } from "./statistics.ts";

const pairs = Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? 20);
const here = import.meta.dirname;
const shipshape = join(here, "../shipshape");
const engine = await openEngine(console.error);
const env = { ...process.env, ...engine.environment };
const never = new AbortController().signal;

type Row = {
  readonly what: string;
  readonly limit: number;
  readonly ratios: readonly number[];
  readonly note: string;
};

/** Measures two things in turns, so that a machine that slows down slows both. */
async function inTurns(count: number, ours: () => Promise<number>, theirs: () => Promise<number>) {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = -1; turn < count; turn++) {
    const theirTime = await theirs();
    const ourTime = await ours();
    if (turn < 0) continue; // The first pair warms both up.
    times.theirs.push(theirTime);
    times.ours.push(ourTime);
    process.stderr.write(".");
  }
  process.stderr.write("\n");
  return times;
}

const rowOf = (what: string, limit: number, { ours, theirs }: { ours: number[]; theirs: number[] }): Row => ({
  what,
  limit,
  ratios: ours.map((time, pair) => time / (theirs[pair] ?? Number.NaN)),
  note: `${median(ours).toFixed(0)} ms against ${median(theirs).toFixed(0)} ms`,
});

/** A context for the script: the app with the lab's solution over it, and a way to make its build cold. */
async function contextOf(lab: Lab): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), "bench-"));
  await cp(lab.appFolder, context, { recursive: true });
  await cp(join(lab.folder, "solution"), context, { recursive: true });
  return context;
}

/** Makes everything behind the first FROM new to the engine's cache. */
async function makeCold(dockerfile: string, from: string): Promise<void> {
  const text = await readFile(from, "utf8");
  await writeFile(dockerfile, text.replace(/^(FROM .*)$/m, `$1\nENV BENCH=${crypto.randomUUID()}`));
}

async function benchLab(id: string): Promise<Row[]> {
  const lab = await findLab(id);
  const solution = join(lab.folder, "solution");
  const context = await contextOf(lab);
  const submission = await mkdtemp(join(tmpdir(), "bench-"));
  await cp(solution, submission, { recursive: true });
  const script = async () => (await measure("sh", [join(here, "by-hand.sh"), context], env)).endMs;
  const command = (folder: string) => measure(shipshape, ["check", id, folder], env);

  const outputs: number[] = [];
  const memory: number[] = [];
  const whole = await inTurns(
    pairs,
    async () => {
      const run = await command(solution);
      outputs.push(run.outputMs);
      memory.push(run.peakMegabytes);
      return run.endMs;
    },
    script,
  );
  await using scope = new RunScope(engine);
  const inProcess = await inTurns(
    pairs,
    async () => {
      const startedAt = performance.now();
      const evidence = await gather({
        scope,
        lab,
        folder: solution,
        name: id,
        signal: never,
        progress: () => undefined,
      });
      const report = judge(lab, evidence, checksById);
      if (exitStatus(report) !== 0) throw new Error(renderTerminal(report));
      renderTerminal(report);
      return performance.now() - startedAt;
    },
    script,
  );
  const cold = await inTurns(
    Math.min(pairs, 5),
    async () => {
      await makeCold(join(submission, "Dockerfile"), join(solution, "Dockerfile"));
      return (await command(submission)).outputMs;
    },
    async () => {
      await makeCold(join(context, "Dockerfile"), join(solution, "Dockerfile"));
      return script();
    },
  );
  await Promise.all([context, submission].map((folder) => rm(folder, { recursive: true })));
  return [
    rowOf(`${id}: report on the screen, everything cached`, 1, {
      ours: outputs.slice(1),
      theirs: whole.theirs,
    }),
    rowOf(`${id}: process ended, everything cached`, 1.15, whole),
    rowOf(`${id}: in a process that is running already`, 0.9, inProcess),
    rowOf(`${id}: report on the screen, cold build`, 1.05, cold),
    {
      what: `${id}: memory of the process, in 150 MB`,
      limit: 1,
      ratios: memory.map((peak) => peak / 150),
      note: `${median(memory).toFixed(0)} MB`,
    },
  ];
}

async function benchHelp(): Promise<Row> {
  const times = await inTurns(
    pairs,
    async () => (await measure(shipshape, ["--help"], env)).endMs,
    async () => (await measure("node", ["-e", "0"], env)).endMs,
  );
  return rowOf("`shipshape --help` against `node -e 0`", 2, times);
}

function table(rows: readonly Row[]): string {
  return [
    "| what | ratio, median | half of all between | limit | |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(({ what, limit, ratios, note }) => {
      const [low, high] = quartiles(ratios);
      return `| ${what} | ${median(ratios).toFixed(2)} | ${low.toFixed(2)} to ${high.toFixed(2)} | ${limit} | ${note} |`;
    }),
  ].join("\n");
}

const rows = [await benchHelp(), ...(await benchLab("01")), ...(await benchLab("05"))];
await engine.docker.pruneImages({ filters: { label: ["by-hand"], dangling: ["true"] } });
const { Version } = await engine.docker.version();
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Docker ${Version}, Node ${process.version}, ${pairs} pairs (5 cold), ${new Date().toISOString().slice(0, 10)}`;
console.log(`${machine}\n\n${table(rows)}`);
if (process.argv.includes("--write"))
  await writeFile(
    join(here, "RESULTS.md"),
    `# Figures\n\nWritten by \`node bench/check.ts ${pairs} --write\`: \`shipshape check\` against \`bench/by-hand.sh\`, in turns, on one machine.\n\n${machine}\n\n${table(rows)}\n`,
  );
