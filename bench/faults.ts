/**
 * Grades a class while the machine fails under it, on an engine of its own, and compares what comes of it with an
 * undisturbed run.
 * usage: pnpm faults [TIMES] [FAULT…] [--write]
 *        (50 random moments, of all the faults that are named below; --write keeps the table in bench/RESULTS.md)
 */
import { markdownTable } from "@shipshape/report";

import { jumpingClock } from "./faults/clock.ts";
import { faultClass } from "./faults/fault-class.ts";
import { faultEngine } from "./faults/fault-engine.ts";
import { fullDisk } from "./faults/full-disk.ts";
import { hangingRegistry } from "./faults/hanging-registry.ts";
import { interruptedRun } from "./faults/interrupted-run.ts";
import { killedEngine, stoppedEngine } from "./faults/killed-engine.ts";
import { killedRun } from "./faults/killed-run.ts";
import { killedRedis, killedWorker } from "./faults/killed-worker.ts";
import { isSound, type Outcome } from "./faults/outcome.ts";
import { countOr, measuredOn, tell } from "./results.ts";

const times = countOr(50);
const few = Math.max(1, Math.round(times / 10));

await using engine = await faultEngine();
await using its = await faultClass(engine);
const faults: Record<string, () => Promise<Outcome>> = {
  run: () => killedRun(its, times),
  interrupt: () => interruptedRun(its, few),
  engine: () => killedEngine(its, few),
  stop: () => stoppedEngine(its),
  worker: () => killedWorker(its, few),
  redis: () => killedRedis(its, few),
  disk: () => fullDisk(its),
  registry: () => hangingRegistry(its),
  clock: () => jumpingClock(its, few),
};
const named = process.argv.filter((word) => Object.hasOwn(faults, word));
const outcomes: Outcome[] = [];
for (const [name, fault] of Object.entries(faults)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const outcome = await fault();
  console.error(` ${outcome.fault}: ${isSound(outcome) ? "sound" : "NOT SOUND"}`);
  outcomes.push(outcome);
}
const table = markdownTable(
  ["fault", "times", "gradebook identical", "finished work done again", "left behind", ""],
  outcomes.map(({ fault, times, identical, redone, left, note }) => [
    fault,
    String(times),
    String(identical),
    String(redone),
    left.join(", ") || "nothing",
    note,
  ]),
);
await tell(
  "Faults",
  `Written by \`pnpm faults ${times} --write\`: a class of 12 submissions of lab 01, ${(its.ms / 1000).toFixed(1)} s undisturbed, on an engine of the suite's own. After each fault the same command is given again where the run ended with it, and the gradebook is compared with that of an undisturbed run, byte by byte.

${measuredOn("Docker 26.1")}

${table}`,
);
if (!outcomes.every(isSound)) process.exitCode = 1;
