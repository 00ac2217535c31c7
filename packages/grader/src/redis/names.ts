import type { Lab } from "@shipshape/core";
import type { Redis } from "ioredis";
import { z } from "zod";

import { inputsOf } from "../inputs.ts";

/** All keys of ours begin with it. */
export const prefix = "shipshape";

const day = 24 * 60 * 60;

/** How long what nobody took stays in Redis, in seconds: longer than a grader that was killed stays away. */
export const keptFor = 3 * day;

/** A lab's queue is named by all that evidence depends on but the submission: other versions of it never meet. */
export async function queueOf(lab: Lab): Promise<string> {
  return `${lab.id}-${(await inputsOf(lab)).slice(0, 16)}`;
}

/** What a grader says of its class. */
export const classSchema = z.object({ lab: z.string(), queue: z.string() });

/** A job is named by what is graded: whoever asks for the same finds it. BullMQ takes no name that is a number. */
export const jobName = (digest: string): string => `s${digest}`;

/** What came of a job. It is not the job's own return value, which BullMQ also keeps in its log of events. */
export const resultKey = (queue: string, job: string): string => `${prefix}-result:${queue}:${job}`;

/** There is one when nobody waits any more for a job that a worker has begun. */
export const cancelKey = (queue: string, job: string): string => `${prefix}-cancel:${queue}:${job}`;

/** There is one while a class of this version of a lab is graded. */
export const classKey = (queue: string): string => `${prefix}-class:${queue}`;

/** There is one while a worker lives. */
export const workerKey = (worker: string): string => `${prefix}-worker:${worker}`;

/** What stands in all keys that begin so. */
export async function readAll(redis: Redis, start: string): Promise<string[]> {
  const found = new Set<string>();
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", `${start}*`, "COUNT", 1_000);
    for (const key of keys) found.add(key);
    cursor = next;
  } while (cursor !== "0");
  if (found.size === 0) return [];
  return (await redis.mget(...found)).filter((value) => value !== null);
}

/** How often things are done. */
export type Rhythm = {
  /** How long a worker keeps a job without a sign of life, in ms. */
  readonly lockMs: number;
  /** How often workers look for jobs whose worker has died, in ms. */
  readonly stalledMs: number;
  /** How often workers and graders show that they live, and look at one another, in ms. */
  readonly beatMs: number;
};

export const usualRhythm: Rhythm = { lockMs: 30_000, stalledMs: 10_000, beatMs: 3_000 };

/** How long a sign of life counts, in seconds. */
export const livesFor = ({ beatMs }: Rhythm): number => Math.ceil((4 * beatMs) / 1_000);
