/**
 * Measures `shipshape grade`: a class against a hand-written script that does the same one by one, on the same engine.
 * usage: node bench/class.ts [LEARNERS] [--write]      (1000 learners in the largest class; --write keeps the table)
 */
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { openEngine } from "@shipshape/engine";
import { markdownTable, median } from "@shipshape/report";

import { type BenchClass, classOf } from "./class-of.ts";
import { measure, type Run } from "./measure.ts";
import { countOr, measuredOn, tell } from "./results.ts";
import { removeImagesOfScripts, scriptOf } from "./script-of.ts";

const largest = countOr(1000);
const shipshape = join(import.meta.dirname, "../shipshape");
const engine = await openEngine(console.error);
const env = { ...process.env, ...engine.environment };

type Row = readonly [what: string, figure: string, limit: string, note: string];

const grade = (lab: Lab, { submissions, results }: BenchClass, ...options: readonly string[]): Promise<Run> =>
  measure(shipshape, ["grade", lab.id, submissions, "--out", results, ...options], env);

/** The script one by one, then the class with several numbers of jobs, and each time once more unchanged. */
async function benchAgainstScript(lab: Lab, learners: number): Promise<Row[]> {
  await using its = await classOf(lab, learners);
  const before = lab.before === undefined ? [] : [join(lab.folder, lab.before)];
  // Both find all their steps in the engine's cache.
  await grade(lab, its);
  const startedAt = performance.now();
  for (const context of its.contexts) await measure(scriptOf(lab), [context, ...before], env);
  const theirs = performance.now() - startedAt;
  const usual = 2 * availableParallelism();
  const rows: Row[] = [];
  const again: number[] = [];
  let first = Number.NaN;
  for (const jobs of [1, 2, 4, 8]) {
    await rm(its.results, { recursive: true });
    const { endMs } = await grade(lab, its, "--jobs", String(jobs));
    again.push((await grade(lab, its)).endMs);
    if (jobs === usual) first = endMs;
    rows.push([
      `${lab.id}: a class of ${learners} with ${jobs} jobs, of the script's time`,
      (endMs / theirs).toFixed(2),
      jobs === usual ? "0.5" : "",
      `${(endMs / 1000).toFixed(1)} s against ${(theirs / 1000).toFixed(1)} s`,
    ]);
  }
  rows.push([
    `${lab.id}: graded again unchanged, times faster`,
    (first / median(again)).toFixed(0),
    "50",
    `${median(again).toFixed(0)} ms for ${learners}`,
  ]);
  return rows;
}

/** How many submissions a cost is taken from at least: small classes are graded several times. */
const fewest = 100;

/** The cost of each submission in classes of different sizes, and what the largest takes. */
async function benchSizes(lab: Lab): Promise<Row[]> {
  const rows: Row[] = [];
  let base: number | undefined;
  for (const learners of [10, 100, largest].filter((size) => size <= largest)) {
    await using its = await classOf(lab, learners);
    let peakMegabytes = 0;
    const each: number[] = [];
    for (let graded = 0; graded < Math.min(fewest, largest); graded += learners) {
      if (graded > 0) await rm(its.results, { recursive: true });
      ({ peakMegabytes } = await grade(lab, its));
      each.push(await costOfEach(its.results));
    }
    const perSubmission = median(each);
    base ??= perSubmission;
    rows.push([
      `${lab.id}: each submission in a class of ${learners}, of that in a class of 10`,
      (perSubmission / base).toFixed(2),
      "1.10",
      `${perSubmission.toFixed(0)} ms`,
    ]);
    if (learners !== largest) continue;
    rows.push([`memory of the process at ${learners}, MB`, peakMegabytes.toFixed(0), "250", ""]);
    const rubric = join(its.results, "..", "rubric.yaml");
    await writeFile(
      rubric,
      JSON.stringify({ checks: lab.checks.map(({ id, points }) => ({ id, points: points + 1 })) }),
    );
    const again = await thrice(
      async () => (await measure(shipshape, ["judge", its.results, "--rubric", rubric], env)).endMs,
    );
    rows.push([
      `judging ${learners} from evidence with other points, s`,
      (median(again) / 1000).toFixed(2),
      "2",
      "",
    ]);
  }
  return rows;
}

/** From the first learner's turn to the last result on the disk, for each, in ms. */
async function costOfEach(results: string): Promise<number> {
  const digests = await readdir(join(results, "submissions"));
  const times = await Promise.all(
    digests.map(async (digest) => {
      const graded = join(results, "submissions", digest, "graded.json");
      const { ms } = JSON.parse(await readFile(graded, "utf8")) as { ms: number };
      const { mtimeMs } = await stat(graded);
      return { from: mtimeMs - ms, to: mtimeMs };
    }),
  );
  return (Math.max(...times.map(({ to }) => to)) - Math.min(...times.map(({ from }) => from))) / times.length;
}

async function thrice(work: () => Promise<number>): Promise<number[]> {
  return [await work(), await work(), await work()];
}

const rows = [
  ...(await benchAgainstScript(await findLab("05"), 60)),
  ...(await benchSizes(await findLab("01"))),
];
await removeImagesOfScripts(engine);
const { Version } = await engine.docker.version();
await tell(
  "A class",
  `Written by \`node bench/class.ts ${largest} --write\`: whole processes of \`shipshape grade\`, known answers that are graded first included, against the lab's script in \`bench/by-hand/\` for one learner after the other, in one run on one engine. Every learner's Dockerfile is another one; all their steps are in the engine's cache. What a submission costs is the time from the first learner's turn to the last result on the disk, for each.

${measuredOn(`Docker ${Version}`)}

${markdownTable(["what", "figure", "limit", ""], rows)}`,
);
