import { readdir } from "node:fs/promises";

import { type FaultClass, finishedIn, gradebookIn } from "./fault-class.ts";

/** What was found after a fault, or why nothing was. */
export type Outcome = Found | { readonly fault: string; readonly failed: string };

type Found = {
  readonly fault: string;
  readonly times: number;
  /** How often the gradebook was that of an undisturbed run, byte by byte. */
  readonly identical: number;
  /** How many submissions that were finished before were graded again. */
  readonly redone: number;
  /** What was left on the engine, and in the folder for results. */
  readonly left: readonly string[];
  readonly note: string;
};

/** Compares a class that was graded in spite of a fault with the undisturbed one. */
export async function compare(
  its: FaultClass,
  results: string,
  before: ReadonlyMap<string, string> = new Map(),
): Promise<Pick<Found, "identical" | "redone" | "left">> {
  const after = await finishedIn(results);
  return {
    identical: (await gradebookIn(results)) === its.gradebook ? 1 : 0,
    redone: Array.from(before).filter(([digest, record]) => after.get(digest) !== record).length,
    left: await leftBy(its, results),
  };
}

/** What is on the engine, and unfinished in the folder for results. */
export async function leftBy(its: FaultClass, results: string): Promise<string[]> {
  const files = await readdir(results, { recursive: true });
  const unfinished = files.filter((file) => /\.tmp$|(^|\/)lock/.test(file));
  return [...(await its.engine.left()), ...unfinished.map((file) => `file ${file}`)];
}

/** Whether all is as it must be. */
export const isSound = (outcome: Outcome): boolean =>
  "times" in outcome &&
  outcome.identical === outcome.times &&
  outcome.redone === 0 &&
  outcome.left.length === 0;

export const columns = [
  "fault",
  "times",
  "gradebook identical",
  "finished work done again",
  "left behind",
  "",
] as const;

/** The cells of a row. */
export function cellsOf(outcome: Outcome): string[] {
  if ("failed" in outcome) return [outcome.fault, "–", "–", "–", "–", `failed: ${outcome.failed}`];
  const { fault, times, identical, redone, left, note } = outcome;
  return [fault, String(times), String(identical), String(redone), left.join(", ") || "nothing", note];
}

/** Adds up the same fault at several times. */
export function sum(
  fault: string,
  found: readonly Awaited<ReturnType<typeof compare>>[],
  note: string,
): Found {
  return {
    fault,
    times: found.length,
    identical: total(found.map(({ identical }) => identical)),
    redone: total(found.map(({ redone }) => redone)),
    left: found.flatMap(({ left }) => left),
    note,
  };
}

const total = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);
