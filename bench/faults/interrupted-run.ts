import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, finishedIn, toTheEnd } from "./fault-class.ts";
import { compare, leftBy, type Outcome, sum } from "./outcome.ts";

const statuses = { SIGTERM: 143, SIGINT: 130 } as const;

/** A run that is told to end, and ends: nothing is left then already, and the same command goes on. */
export async function interruptedRun(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++)
    for (const name of ["SIGTERM", "SIGINT"] as const) {
      const results = its.newResults();
      const running = its.grade(results);
      await Promise.race([sleep(Math.random() * its.ms), running.ended]);
      running.child.kill(name);
      const { status, said } = await running.ended;
      // None where it had not begun to listen.
      if (status !== 0 && status !== null && status !== statuses[name])
        throw new Error(`${name} ended it with ${status}: ${said}`);
      const left = await leftBy(its, results);
      const before = await finishedIn(results);
      await toTheEnd(its.grade(results));
      const after = await compare(its, results, before);
      found.push({ ...after, left: [...left, ...after.left] });
      process.stderr.write(".");
    }
  return sum("Ctrl-C and SIGTERM", found, "looked at before the second run, and after it");
}
