import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { labels, openEngine } from "@shipshape/engine";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { forwardEngine } from "./engine-forwarder.ts";
import { keys, openTerminal } from "./terminal.ts";

const engine = await openEngine(console.error);
const root = join(import.meta.dirname, "../../..");
const shipshape = join(root, "shipshape");
const solution = await readFile(join(root, "labs/01-first-image/solution/Dockerfile"), "utf8");
const unexposed = solution.replace(/^EXPOSE .*\n/m, "");

/** In a folder below it, so that what a test does to it is seen by no other. */
let work: string;
let folder: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "work-"));
  folder = join(work, "01-first-image");
  await cp(join(root, "labs/01-first-image/starter"), folder, { recursive: true });
  await writeFile(
    join(work, "progress.jsonl"),
    `${[
      { shipshape: "progress", version: 1 },
      { at: "2026-01-01T00:00:00Z", event: "started", lab: "01-first-image", folder: "01-first-image" },
    ]
      .map((line) => JSON.stringify(line))
      .join("\n")}\n`,
  );
});
afterEach(() => rm(work, { recursive: true, force: true }));

const save = (text: string) => writeFile(join(folder, "Dockerfile"), text);
const watching = (size = {}) => openTerminal(shipshape, ["watch"], { cwd: folder, rows: 60, ...size });

/** How much a process has on the engine: its pid is a part of its run's id. */
async function belongingsOf(pid: string): Promise<number> {
  const filters = { label: [labels.run] };
  const [containers, networks] = await Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
  ]);
  const owners = [...containers, ...networks].map(({ Labels }) => Labels?.[labels.run] ?? "");
  return owners.filter((run) => run.split("-").includes(pid)).length;
}

describe("watch", () => {
  test("checks again when the Dockerfile is saved, and says what was mended", async () => {
    await using terminal = await watching();
    await terminal.shows("Mend this first");
    await save(solution);
    await terminal.shows("Mended since the last check");
    await terminal.shows("All 8 checks passed.");
    await terminal.shows("1 of 7 labs done");
    terminal.press("q");
    expect(await terminal.ended).toEqual({ exitCode: 0 });
    expect(await readFile(join(work, "progress.jsonl"), "utf8")).toContain('"pinned-base":"pass"');
  });

  test("cancels a build for a newer save", async () => {
    await save("FROM python:3.13-slim\nRUN echo be''gun && sleep 600\n");
    await using terminal = await watching();
    await terminal.shows("begun");
    await save(unexposed);
    await terminal.shows("Mend this first");
    terminal.press("q");
    expect(await terminal.ended).toEqual({ exitCode: 1 });
  });

  test("answers its keys", async () => {
    await save(unexposed);
    await using terminal = await watching();
    await terminal.shows("Mend this first");
    terminal.press("h");
    await terminal.shows("Hint 1 of");
    terminal.press("h");
    await terminal.shows("Hint 2 of");
    terminal.press("e");
    await terminal.shows("Why it matters");
    terminal.press("f");
    await terminal.shows("Time: read");
    terminal.press("s");
    await terminal.shows("once more");
    terminal.press("s");
    await terminal.shows(/^Dockerfile$/m);
    const events = await readFile(join(work, "progress.jsonl"), "utf8");
    expect(events.match(/"event":"(?:hint|solution)"/g)).toHaveLength(3);
    expect(await readFile(join(folder, "Dockerfile"), "utf8")).toBe(unexposed);
    terminal.press("n");
    await terminal.shows("Lab 02-build-context, in ../02-build-context");
    expect(await readFile(join(work, "02-build-context/Dockerfile"), "utf8")).toContain("FROM");
  });

  test("lays its screen out anew when the terminal changes, down to 20 columns", async () => {
    await save(solution);
    await using terminal = await watching();
    await terminal.shows("q quit");
    await terminal.shows("All 8 checks passed.");
    terminal.resize(20, 30);
    await terminal.shows(/All 8 checks\s+passed\.[^]*More below[^]*q quit$/);
    terminal.resize(100, 50);
    await terminal.shows(/^10 of 10 points[^]*q quit$/);
    terminal.press("q");
    expect(await terminal.ended).toEqual({ exitCode: 0 });
  });

  test("ends at Ctrl-C, puts the terminal back and leaves nothing", async () => {
    await save('FROM python:3.13-slim\nCMD ["sleep", "600"]\n');
    const script = `sh -c 'echo "pid $$."; exec "$0" watch' "$0"; echo "status $?"; stty -a`;
    await using terminal = await openTerminal("sh", ["-c", script, shipshape], { cwd: folder, rows: 60 });
    await terminal.shows("checks are certain");
    const [, pid = ""] = /pid (\d+)\./.exec(terminal.written) ?? [];
    expect(await belongingsOf(pid)).toBeGreaterThan(0);
    terminal.press(keys.interrupt);
    await terminal.ended;
    expect(terminal.screen()).toContain("status 1");
    expect(terminal.screen()).toMatch(/ icanon\b/);
    expect(terminal.screen()).toMatch(/ echo\b/);
    expect(await belongingsOf(pid)).toBe(0);
  });

  test("is suspended by Ctrl-Z, and goes on where it was", async () => {
    await save(solution);
    await using terminal = await openTerminal("bash", ["--norc", "-i"], {
      cwd: folder,
      rows: 60,
      env: { PS1: "prompt$ " },
    });
    await terminal.shows("prompt$");
    terminal.press(`"${shipshape}" watch\r`);
    await terminal.shows("All 8 checks passed.");
    terminal.press("\u001A");
    await terminal.shows("Stopped");
    terminal.press("fg\r");
    await terminal.shows(/^10 of 10 points[^]*q quit$/);
    terminal.press("h");
    await terminal.shows("nothing left");
    terminal.press("q");
    await terminal.shows(/prompt\$$/);
    terminal.press("exit\r");
    expect(await terminal.ended).toEqual({ exitCode: 0 });
  });

  test("waits for an engine that goes in between, and goes on when it is back", async () => {
    await save(solution);
    await using forwarder = await forwardEngine(engine.host);
    const env = { ...engine.environment, DOCKER_HOST: forwarder.host };
    await using terminal = await watching({ env });
    await terminal.shows("All 8 checks passed.");
    await forwarder.stop();
    await save(unexposed);
    await terminal.shows("has gone");
    await forwarder.start();
    await terminal.shows("Broken since the last check");
    terminal.press("q");
    expect(await terminal.ended).toEqual({ exitCode: 1 });
  });

  test("says so and ends where its folder is deleted", async () => {
    await using terminal = await watching();
    await terminal.shows("Mend this first");
    await rm(folder, { recursive: true });
    expect(await terminal.ended).toEqual({ exitCode: 2 });
    expect(terminal.screen()).toMatch(/The folder .* is gone/s);
  });

  test("writes one report after the other in a pipe, until a signal ends it", async () => {
    const child = spawn(shipshape, ["watch"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
    let written = "";
    const shows = async (wanted: string) => {
      while (!written.includes(wanted)) written += (await once(child.stdout, "data"))[0];
    };
    await shows("Mend this first");
    await save(solution);
    await shows("All 8 checks passed.");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([143, null]);
    expect(written).not.toContain("\u001B");
  });
});
