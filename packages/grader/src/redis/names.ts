import type { Lab } from "@shipshape/core";
import type { Redis } from "ioredis";
import { z } from "zod";

import { inputsOf } from "../inputs.ts";

/** All keys of ours begin with it. */
export const prefix = "shipshape";

/** How long what nobody took stays in Redis, in seconds: longer than a grader that was killed stays away. */
export const keptFor = 3 * 24 * 60 * 60;

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

/** There is one while a class of this version of a lab is graded. */
export const classKey = (queue: string): string => `${prefix}-class:${queue}`;

/** There is one while a worker lives. */
export const workerKey = (worker: string): string => `${prefix}-worker:${worker}`;

/** What stands in all keys that begin so. */
export async function readAll(redis: Redis, start: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const keys of redis.scanStream({ match: `${start}*`, count: 1_000 }))
    for (const key of keys as string[]) found.add(key);
  if (found.size === 0) return [];
  return (await redis.mget(...found)).filter((value) => value !== null);
}
