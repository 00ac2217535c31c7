import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";
import type { Running } from "./process.ts";
import { faultRedis } from "./redis.ts";

type Distributed = {
  /** The worker that may be killed. */
  readonly worker: Running;
  readonly redis: Awaited<ReturnType<typeof faultRedis>>;
};

/**
 * Grades the class by two workers over a Redis, and disturbs it at random moments.
 * @param disturb tells which worker it killed
 */
async function disturbed(its: FaultClass, disturb: (of: Distributed) => Promise<Running | void>) {
  await using redis = await faultRedis();
  const worker = () => its.run(["worker", "--redis", redis.url, "--jobs", "2"]);
  const workers = [worker(), worker()] as const;
  try {
    const results = its.newResults();
    const running = its.grade(results, ["--redis", redis.url]);
    await Promise.race([sleep(Math.random() * 2 * its.ms), running.ended]);
    const killed = await disturb({ worker: workers[0], redis });
    await toTheEnd(running);
    for (const { child } of workers) child.kill("SIGTERM");
    await Promise.all(workers.map((it) => (it === killed ? it.ended : toTheEnd(it))));
    // What a killed worker made is swept by the next run.
    await toTheEnd(its.grade(its.newResults()));
    process.stderr.write(".");
    return await compare(its, results);
  } finally {
    for (const { kill } of workers) kill();
  }
}

/** `kill -9` of one of two workers: the other grades what it had. */
export async function killedWorker(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++)
    found.push(
      await disturbed(its, async ({ worker }) => {
        worker.kill();
        return worker;
      }),
    );
  return sum("`kill -9` of one of two workers", found, "the other takes over what it had");
}

/** `kill -9` of Redis, which is started again: run and workers go on by themselves. */
export async function killedRedis(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++)
    found.push(
      await disturbed(its, async ({ redis }) => {
        await redis.kill();
        await redis.start();
      }),
    );
  return sum("`kill -9` of Redis, and a new start", found, "with its append-only file");
}
