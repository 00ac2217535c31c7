import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

/** `kill -9` of the engine at random moments of a run, which brings it up again and goes on by itself. */
export async function killedEngine(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++) {
    const results = its.newResults();
    const running = its.grade(results);
    await Promise.race([sleep(Math.random() * its.ms), running.ended]);
    await its.engine.signal("SIGKILL");
    await toTheEnd(running);
    // Where it was killed at the very end, nobody has brought it up again, nor taken away what is on it.
    if (!(await its.engine.answers())) await toTheEnd(its.grade(its.newResults()));
    found.push(await compare(its, results));
    process.stderr.write(".");
  }
  return sum("`kill -9` of the engine during a run", found, "the run brings it up again and goes on");
}

/** An engine that says nothing for half a minute, and then goes on, as one on a machine that has too much to do. */
export async function stoppedEngine(its: FaultClass): Promise<Outcome> {
  const results = its.newResults();
  const running = its.grade(results);
  await Promise.race([sleep(its.ms / 2), running.ended]);
  await its.engine.signal("SIGSTOP");
  try {
    await sleep(30_000, undefined, { signal: its.signal });
  } finally {
    await its.engine.signal("SIGCONT");
  }
  await toTheEnd(running);
  return sum("an engine that stands still for 30 s", [await compare(its, results)], "");
}
