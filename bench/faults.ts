/**
 * Grades a class while the machine fails under it, on an engine of its own, and compares what comes of it with an
 * undisturbed run.
 * usage: pnpm faults [TIMES] [FAULT…] [--write]
 *        (50 random moments, of all the faults that are named below; --write keeps the table in bench/RESULTS.md)
 */
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { markdownTable } from "@shipshape/report";

import { jumpingClock } from "./faults/clock.ts";
import { type FaultClass, faultClass } from "./faults/fault-class.ts";
import { faultEngine } from "./faults/fault-engine.ts";
import { fullDisk } from "./faults/full-disk.ts";
import { hangingRegistry } from "./faults/hanging-registry.ts";
import { interrupted } from "./faults/interrupted.ts";
import { interruptedRun } from "./faults/interrupted-run.ts";
import { killedEngine, stoppedEngine } from "./faults/killed-engine.ts";
import { killedRun } from "./faults/killed-run.ts";
import { killedRedis, killedWorker } from "./faults/killed-worker.ts";
import { cellsOf, columns, isSound, type Outcome } from "./faults/outcome.ts";
import { tryFault } from "./faults/try-fault.ts";
import { countOr, measuredOn, tell } from "./results.ts";

const times = countOr(50);
const few = Math.max(1, Math.round(times / 10));

const signal = interrupted();

await using engine = await faultEngine();
await using folder = await mkdtempDisposable(join(tmpdir(), "faults-class-"));
const its = await faultClass(engine, folder.path, signal);
const faults: Record<string, (its: FaultClass) => Promise<Outcome>> = {
  run: (its) => killedRun(its, times),
  interrupt: (its) => interruptedRun(its, few),
  engine: (its) => killedEngine(its, few),
  stop: stoppedEngine,
  worker: (its) => killedWorker(its, few),
  redis: (its) => killedRedis(its, few),
  disk: fullDisk,
  registry: hangingRegistry,
  clock: (its) => jumpingClock(its, few),
};
const named = process.argv.filter((word) => Object.hasOwn(faults, word));
const outcomes: Outcome[] = [];
for (const [name, fault] of Object.entries(faults)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const startedAt = performance.now();
  const outcome = await tryFault(name, fault, its, 600_000 + times * 20 * Math.ceil(its.ms));
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.error(` ${outcome.fault}: ${isSound(outcome) ? "sound" : "NOT SOUND"}, ${seconds} s`);
  outcomes.push(outcome);
}
const table = markdownTable(columns, outcomes.map(cellsOf));
await tell(
  "Faults",
  `Written by \`pnpm faults ${times} --write\`: a class of 12 submissions of lab 01, ${(its.ms / 1000).toFixed(1)} s undisturbed, on an engine of the suite's own. After each fault the same command is given again where the run ended with it, and the gradebook is compared with that of an undisturbed run, byte by byte.

${measuredOn("Docker 26.1")}

${table}`,
);
if (!outcomes.every(isSound)) process.exitCode = 1;
