import { md, type Markdown } from "@shipshape/core";
import type { Redis } from "ioredis";
import { z } from "zod";

import { prefix, readAll, workerKey } from "./names.ts";

const fitnessSchema = z.discriminatedUnion("state", [
  /** No class asked for it yet. */
  z.object({ state: z.literal("untried") }),
  z.object({ state: z.literal("proving") }),
  z.object({ state: z.literal("ready") }),
  /** Known answers did not come out as they must. */
  z.object({ state: z.literal("unfit"), reason: z.string() }),
]);

/** Whether a worker's machine grades a lab rightly. */
export type Fitness = z.infer<typeof fitnessSchema>;

const announcementSchema = z.object({
  /** Names it among all workers. */
  worker: z.string(),
  host: z.string(),
  pid: z.number(),
  /** Of the engine: `amd64`. */
  architecture: z.string(),
  engine: z.string(),
  /** How many submissions it grades at once, and how many it grades now. */
  jobs: z.number(),
  busy: z.number(),
  draining: z.boolean(),
  labs: z.array(z.object({ id: z.string(), queue: z.string(), fitness: fitnessSchema })),
});

/** What a worker says of itself. */
export type Announcement = z.infer<typeof announcementSchema>;

/** @param seconds for which it counts */
export async function announce(redis: Redis, announcement: Announcement, seconds: number): Promise<void> {
  await redis.set(workerKey(announcement.worker), JSON.stringify(announcement), "EX", seconds);
}

/** The workers that live. */
export async function readWorkers(redis: Redis): Promise<Announcement[]> {
  const texts = await readAll(redis, `${prefix}-worker:`);
  return texts.flatMap((text) => {
    const { data } = announcementSchema.safeParse(JSON.parse(text));
    return data ? [data] : [];
  });
}

export type Help =
  | { readonly state: "ready" }
  /** A worker that fits is seeing whether its machine judges rightly. */
  | { readonly state: "proving" }
  | { readonly state: "missing"; readonly reason: Markdown; readonly remedy: string };

/** Says whether there is a worker for a queue, and if not, what is missing. */
export function helpFor(workers: readonly Announcement[], lab: string, queue: string): Help {
  const working = workers.filter(({ draining }) => !draining);
  const fitting = working.flatMap((worker) => {
    const found = worker.labs.find((offer) => offer.queue === queue);
    return found ? [{ host: worker.host, fitness: found.fitness }] : [];
  });
  if (fitting.some(({ fitness }) => fitness.state === "ready")) return { state: "ready" };
  for (const { host, fitness } of fitting)
    if (fitness.state === "unfit")
      return {
        state: "missing",
        reason: md`No worker can grade: the one on ${host} says: ${fitness.reason}`,
        remedy: "Look at that machine with `./shipshape doctor`. The worker tries again by itself.",
      };
  if (fitting.length > 0) return { state: "proving" };
  const other = working.find(({ labs }) => labs.some(({ id }) => id === lab));
  if (other)
    return {
      state: "missing",
      reason: md`No worker has this version of ${lab}: the one on ${other.host} has another one of the lab, or of Shipshape.`,
      remedy:
        "Bring the same version of Shipshape's repository to both machines, and start the worker again.",
    };
  return {
    state: "missing",
    reason: md`No worker for ${lab} is there.`,
    remedy: "Start one with `./shipshape worker --redis URL`, with the address that stands here.",
  };
}
