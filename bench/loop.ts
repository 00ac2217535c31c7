/**
 * Measures `shipshape watch` from outside, on a real engine behind a proxy that sees when it is asked for a build.
 * usage: node bench/loop.ts [SAVES] [--write]      (500 saves; --write keeps the table in bench/RESULTS.md)
 */
import { spawn, type ChildProcess } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";

import { openEngine } from "@shipshape/engine";
import { markdownTable, median } from "@shipshape/report";

// @boundaries-ignore the terminal that the tests drive
import { keys, openTerminal } from "../packages/cli/test/terminal.ts";
import { engineProxy, type EngineProxy } from "./engine-proxy.ts";
import { countOr, measuredOn, tell } from "./results.ts";
import { submissionOf } from "./saved-submission.ts";

const saves = countOr(500);
const [quickSaves, warmUp] = [Math.min(saves, 30), Math.min(saves, 50)];
const here = import.meta.dirname;
const shipshape = join(here, "../shipshape");
const engine = await openEngine(console.error);
if (!engine.host.startsWith("unix://")) throw new Error("This measures an engine at a local socket.");

type Row = {
  readonly what: string;
  readonly limit: string;
  readonly figures: readonly number[];
  readonly note: string;
};
type Memory = { readonly heap: number; readonly rss: number; readonly handles: number };

const environment = (proxy: EngineProxy) => ({
  ...process.env,
  ...engine.environment,
  DOCKER_HOST: proxy.host,
  NODE_OPTIONS: `--expose-gc --import=${join(here, "loop-memory.ts")}`,
});

/** In a pipe: from each save to the build, and what the process holds after some saves and after all. */
async function benchSaves(): Promise<Row[]> {
  await using proxy = await engineProxy(engine.host);
  await using submission = await submissionOf("01-first-image");
  const child = spawn(shipshape, ["watch", "01", submission.folder], {
    env: environment(proxy),
    stdio: ["ignore", "pipe", "ignore", "ipc"],
  });
  const reports = new EventEmitter<{ report: [] }>();
  child.stdout?.on("data", (text: Buffer) => {
    if (text.includes("All 8 checks passed.")) reports.emit("report");
  });
  await once(reports, "report");
  const delays: number[] = [];
  let early: Memory | undefined;
  for (let saved = 1; saved <= saves; saved++) {
    const done = once(reports, "report");
    const before = proxy.builds.length;
    const at = await submission.save();
    await done;
    delays.push((proxy.builds[before]?.beganAt ?? Number.NaN) - at);
    if (saved === warmUp) early = await memoryOf(child);
    if (saved % 50 === 0) console.error(`${saved} of ${saves}`, JSON.stringify(await memoryOf(child)));
  }
  const late = await memoryOf(child);
  child.kill("SIGTERM");
  await once(child, "exit");
  const grown = (what: keyof Memory, unit: number) =>
    late[what] / unit - (early?.[what] ?? Number.NaN) / unit;
  return [
    row(
      `from a save to the build, ms`,
      "100",
      delays,
      `${saves} saves, the longest ${Math.max(...delays).toFixed(0)} ms`,
    ),
    row(
      `heap after ${saves} saves, more than after ${warmUp}, MB`,
      "2",
      [grown("heap", 1e6)],
      `${(late.heap / 1e6).toFixed(1)} MB`,
    ),
    row(`resident memory, likewise, MB`, "15", [grown("rss", 1e6)], `${(late.rss / 1e6).toFixed(0)} MB`),
    row(`open handles and timers, likewise`, "0", [grown("handles", 1)], `${late.handles}`),
  ];
}

async function memoryOf(child: ChildProcess): Promise<Memory> {
  const told = once(child, "message");
  child.send("memory");
  const [memory] = await told;
  return memory as Memory;
}

/** In a terminal, of a lab with two counterfactuals: from each save to the first verdicts, without the engine's build. */
async function benchFirstVerdict(): Promise<Row> {
  await using proxy = await engineProxy(engine.host);
  await using submission = await submissionOf("03-layer-cache");
  await using terminal = await openTerminal(shipshape, ["watch", "03", submission.folder], {
    env: environment(proxy),
  });
  await terminal.shows("points");
  const delays: number[] = [];
  for (let saved = 0; saved < quickSaves; saved++) {
    const before = proxy.builds.length;
    const at = await submission.save();
    await terminal.shows("checks are certain");
    const shownAt = performance.now();
    const build = proxy.builds[before];
    delays.push(shownAt - at - ((build?.endedAt ?? 0) - (build?.beganAt ?? 0)));
    await terminal.shows("All 6 checks passed.");
  }
  terminal.press(keys.interrupt);
  await terminal.ended;
  return row(
    "from a save to the first verdicts, without the build, ms",
    "1000",
    delays,
    `lab 03, ${quickSaves} saves`,
  );
}

const row = (what: string, limit: string, figures: readonly number[], note: string): Row => ({
  what,
  limit,
  figures,
  note,
});

const rows = [await benchFirstVerdict(), ...(await benchSaves())];
const { Version } = await engine.docker.version();
const table = markdownTable(
  ["what", "median", "limit", ""],
  rows.map(({ what, limit, figures, note }) => [what, median(figures).toFixed(1), limit, note]),
);
await tell(
  "The loop of `watch`",
  `Written by \`node bench/loop.ts ${saves} --write\`: \`shipshape watch\`, seen from outside. The engine stands behind a proxy that sees when it is asked for a build, and when it has answered. Each save changes a LABEL of a solution, so that everything of its build is cached and its container runs; every other save is a new file in the old one's place. Memory is what the process tells after a garbage collection.

${measuredOn(`Docker ${Version}`)}

${table}`,
);
