import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, finishedIn, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

/** `kill -9` of the run at random moments, and the same command again. */
export async function killedRun(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  let finishedBefore = 0;
  for (let time = 0; time < times; time++) {
    const results = its.newResults();
    const running = its.grade(results);
    await Promise.race([sleep(Math.random() * its.ms), running.ended]);
    running.kill();
    await running.ended;
    const before = await finishedIn(results);
    finishedBefore += before.size;
    await toTheEnd(its.grade(results));
    found.push(await compare(its, results, before));
    process.stderr.write(".");
  }
  return sum(
    "`kill -9` of the run, at random moments",
    found,
    `${finishedBefore} submissions were finished before`,
  );
}
