import { type Markdown, md } from "@shipshape/core";
import type { Redis } from "ioredis";
import { z } from "zod";

import { readAll, workerKey } from "./names.ts";

/** Whether a worker's machine grades a lab rightly: `untried` until a class asks for it. */
const fitnessSchema = z.discriminatedUnion("state", [
  z.object({ state: z.enum(["untried", "proving", "ready"]) }),
  /** Known answers did not come out as they must. */
  z.object({ state: z.literal("unfit"), reason: z.string() }),
]);

export type Fitness = z.infer<typeof fitnessSchema>;

const announcementSchema = z.object({
  /** Names it among all workers. */
  worker: z.string(),
  host: z.string(),
  engine: z.object({ version: z.string(), architecture: z.string() }),
  /** How many submissions it grades at once. */
  jobs: z.number(),
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
  const texts = await readAll(redis, workerKey(""));
  return texts.flatMap((text) => announcementSchema.safeParse(JSON.parse(text)).data ?? []);
}

/** What keeps a class from being graded. */
export type Missing = { readonly reason: Markdown; readonly remedy: Markdown };

/** Says whether there is a worker for a queue, or one that is proving itself; if not, what is missing. */
export function helpFor(
  workers: readonly Announcement[],
  lab: string,
  queue: string,
): "ready" | "proving" | Missing {
  const working = workers.filter(({ draining }) => !draining);
  const offers = working.flatMap(({ host, labs }) => labs.map((offer) => ({ host, ...offer })));
  const fitting = offers.filter((offer) => offer.queue === queue);
  if (fitting.some(({ fitness }) => fitness.state === "ready")) return "ready";
  // One that is unfit keeps nobody from waiting for another.
  if (fitting.some(({ fitness }) => fitness.state !== "unfit")) return "proving";
  for (const { host, fitness } of fitting)
    if (fitness.state === "unfit")
      return {
        reason: md`No worker can grade: the one on ${host} says: ${fitness.reason}`,
        remedy: md`Look at that machine with \`./shipshape doctor\`. The worker tries again by itself.`,
      };
  const other = offers.find(({ id }) => id === lab);
  if (other)
    return {
      reason: md`No worker has this version of ${lab}: the one on ${other.host} has another one of the lab, or of Shipshape.`,
      remedy: md`Bring the same version of Shipshape's repository to both machines, and start the worker again.`,
    };
  return {
    reason: md`No worker for ${lab} is there.`,
    remedy: md`Start one with \`./shipshape worker --redis URL\`, with the address that stands here.`,
  };
}
