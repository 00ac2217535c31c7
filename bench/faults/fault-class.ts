import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";

import type { FaultEngine } from "./fault-engine.ts";
import { run, type Running, type RunOptions } from "./process.ts";

const answers = ["solution", "broken/app-at-root", "broken/unpinned-dependencies", "broken/nothing-exposed"];

/** A class that is graded again and again, into a new folder each time, and disturbed while it is. */
export type FaultClass = {
  readonly lab: Lab;
  readonly submissions: string;
  readonly engine: FaultEngine;
  /** A folder for results that is not there yet. */
  readonly newResults: () => string;
  /** Begins a command of Shipshape's on the engine. */
  readonly run: (words: readonly string[], through?: readonly string[]) => Running;
  /** Begins to grade into a folder. */
  readonly grade: (results: string, options?: readonly string[], through?: readonly string[]) => Running;
  /** Kills all that runs, and lets nothing begin any more. */
  readonly signal: AbortSignal;
  /** How long it takes undisturbed, in ms. */
  readonly ms: number;
  readonly gradebook: string;
};

/** Twelve learners of lab 01, who each hand in something of their own; all that is theirs is in the folder. */
export async function faultClass(
  engine: FaultEngine,
  root: string,
  signal: AbortSignal,
): Promise<FaultClass> {
  const lab = await findLab("01");
  const submissions = join(root, "class");
  for (let learner = 0; learner < 12; learner++) {
    const folder = join(submissions, `learner-${learner}`);
    await mkdir(folder, { recursive: true });
    await cp(join(lab.folder, answers[learner % answers.length] ?? "solution"), folder, { recursive: true });
    const dockerfile = join(folder, "Dockerfile");
    await writeFile(dockerfile, `${await readFile(dockerfile, "utf8")}\nLABEL learner=${learner}\n`);
  }
  let folders = 0;
  const newResults = () => join(root, `results-${++folders}`);
  const runs = runsOf({ env: engine.env, signal }, lab, submissions);
  const { grade } = runs;
  // What the engine's cache lacks is in it after the first time.
  await toTheEnd(grade(newResults()));
  const undisturbed = newResults();
  const startedAt = performance.now();
  await toTheEnd(grade(undisturbed));
  const ms = performance.now() - startedAt;
  const gradebook = await gradebookIn(undisturbed);
  return {
    lab,
    submissions,
    engine,
    newResults,
    ms,
    gradebook,
    ...runs,
  };
}

/** The same class, whose runs are killed by another signal. */
export const within = (its: FaultClass, signal: AbortSignal): FaultClass => ({
  ...its,
  ...runsOf({ env: its.engine.env, signal }, its.lab, its.submissions),
});

function runsOf(
  { env, signal }: Required<Pick<RunOptions, "env" | "signal">>,
  lab: Lab,
  submissions: string,
): Pick<FaultClass, "run" | "grade" | "signal"> {
  const runIt: FaultClass["run"] = (words, through = []) => run(words, { env, through, signal });
  return {
    run: runIt,
    grade: (results, options = [], through = []) =>
      runIt(["grade", lab.id, submissions, "--out", results, ...options], through),
    signal,
  };
}

export const gradebookIn = (results: string) => readFile(join(results, "gradebook.json"), "utf8");

/** Waits until a run has ended well. */
export async function toTheEnd({ ended }: Running): Promise<void> {
  const { status, said } = await ended;
  if (status !== 0) throw new Error(`It ended with ${status}, and said: ${said}`);
}

/** The work that is finished in a folder: the record of each submission that was graded, with the time that it took. */
export async function finishedIn(results: string): Promise<ReadonlyMap<string, string>> {
  const digests = await readdir(join(results, "submissions")).catch(() => []);
  const records = await Promise.all(
    digests.map(async (digest) => {
      const text = await readFile(join(results, "submissions", digest, "graded.json"), "utf8").catch(
        () => undefined,
      );
      return [digest, text] as const;
    }),
  );
  return new Map(records.filter((record): record is readonly [string, string] => record[1] !== undefined));
}
