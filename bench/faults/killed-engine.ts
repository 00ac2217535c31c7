import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

/** `kill -9` of the engine at random moments of a run, which brings it up again and goes on by itself. */
export async function killedEngine(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++) {
    const results = its.newResults();
    const running = its.grade(results);
    await sleep(Math.random() * its.ms);
    await its.engine.kill();
    await toTheEnd(running);
    // Where it was killed at the very end, nobody has brought it up again.
    await toTheEnd(its.grade(its.newResults()));
    found.push(await compare(its, results));
    process.stderr.write(".");
  }
  return sum("`kill -9` of the engine during a run", found, "the run brings it up again and goes on");
}
