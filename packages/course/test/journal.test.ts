import { execFile } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { english } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readWork, record } from "../src/journal.ts";
import type { Event } from "../src/journal-event.ts";

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "work of “me” 'and'\nyou "));
  file = join(folder, "progress.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

const started: Event = { event: "started", lab: "03-x", folder: "03-x" };
const checked = (score: number | null, rest: { bytes?: number } = {}): Event => ({
  event: "checked",
  lab: "03-x",
  score,
  maxScore: 10,
  checks: { "image-builds": score === 10 ? "pass" : "fail" },
  ...rest,
});
const lines = async () => (await readFile(file, "utf8")).split("\n");
const labWork = async (lab = "03-x") => (await readWork(folder)).labs.get(lab);

describe("a progress file", () => {
  test("may begin with a byte-order mark", async () => {
    await writeFile(file, '\uFEFF{"version":2}\n');
    expect((await readWork(folder)).problem?.in(english)).toContain("newer");
  });

  test("says in its first line what it is, for a person and for a later version", async () => {
    await record(folder, started);
    const [first = "", second = "", ...rest] = await lines();
    expect(JSON.parse(first)).toEqual({ about: expect.stringContaining("Shipshape"), version: 1 });
    expect(JSON.parse(second)).toEqual({ at: expect.stringMatching(/^\d{4}-.*Z$/), ...started });
    expect(rest).toEqual([""]);
  });

  test("tells how far a lab is: the best, the last, the hints, and when it was done", async () => {
    for (const score of [4, 10, 7]) await record(folder, checked(score, { bytes: 130_000_000 }));
    await record(folder, { event: "hint", lab: "03-x", check: "image-builds", number: 2 });
    await record(folder, { event: "hint", lab: "03-x", check: "image-builds", number: 1 });
    await record(folder, { event: "solution", lab: "03-x" });
    expect(await labWork()).toEqual({
      folder: join(folder, "03-x"),
      done: true,
      doneAt: expect.any(String),
      best: 10,
      maxScore: 10,
      last: {
        at: expect.any(String),
        score: 7,
        maxScore: 10,
        checks: { "image-builds": "fail" },
        bytes: 130_000_000,
      },
      hints: new Map([["image-builds", 2]]),
      solutionSeen: true,
    });
  });

  test("has the lab that was worked on last at its end", async () => {
    for (const lab of ["01-a", "02-b", "01-a"]) await record(folder, { ...started, lab });
    expect(Array.from((await readWork(folder)).labs.keys())).toEqual(["02-b", "01-a"]);
  });

  test("does not grow when a check comes out as the last one of its lab did", async () => {
    await record(folder, checked(4));
    await record(folder, { ...started, lab: "01-a" });
    await record(folder, checked(4));
    expect(await lines()).toHaveLength(4);
    await record(folder, checked(4, { bytes: 1 }));
    expect(await lines()).toHaveLength(5);
  });

  test("takes a score that was withheld for no points and no end", async () => {
    await record(folder, checked(null));
    expect(await labWork()).toMatchObject({ done: false, best: 0, last: { score: null } });
  });

  test("is not there before the first event, and nothing is wrong with that", async () => {
    expect(await readWork(folder)).toEqual({ folder, labs: new Map() });
    expect(await readWork(join(folder, "missing"))).toMatchObject({ labs: new Map() });
  });
});

describe("a progress file that is not as it should be", () => {
  test("keeps a line that was cut off, and goes on behind it", async () => {
    await record(folder, started);
    await appendFile(file, '{"at":"2026-11-21T10:00:0');
    await record(folder, checked(4));
    expect((await lines())[2]).toBe('{"at":"2026-11-21T10:00:0');
    const work = await readWork(folder);
    expect(work.labs.get("03-x")).toMatchObject({ best: 4 });
    expect(work.problem?.source).toContain("line 3 cannot be understood");
  });

  test.each([
    ["no JSON", "hello"],
    ["no object", "[1]"],
    ["an unknown event", '{"at":"2026-11-21T10:00:00Z","event":"flew","lab":"03-x"}'],
    ["no time", '{"at":"then","event":"solution","lab":"03-x"}'],
    [
      "a score that is a word",
      '{"at":"2026-11-21T10:00:00Z","event":"checked","lab":"03-x","score":"9","maxScore":9,"checks":{}}',
    ],
    ["a folder outside", '{"at":"2026-11-21T10:00:00Z","event":"started","lab":"03-x","folder":"../../etc"}'],
  ])("keeps and passes over a line with %s, and tells it", async (_, line) => {
    await record(folder, { ...started, lab: "01-a" });
    await appendFile(file, `${line}\n`);
    const { labs, problem } = await readWork(folder);
    expect(Array.from(labs.keys())).toEqual(["01-a"]);
    expect(problem?.source).toContain("line 3 cannot be understood");
    await record(folder, started);
    expect(await lines()).toContain(line);
  });

  test("from a newer version is used as far as it is understood, and never written to", async () => {
    const text = `{"about":"…","version":2}\n${JSON.stringify({ at: "2026-11-21T10:00:00Z", ...started })}\n{"dreamt":true}\n`;
    await writeFile(file, text);
    const { labs, problem } = await readWork(folder);
    expect(labs.has("03-x")).toBe(true);
    expect(problem?.source).toContain("newer Shipshape");
    await expect(record(folder, checked(4))).rejects.toThrow("newer Shipshape");
    expect(await readFile(file, "utf8")).toBe(text);
  });

  test("that is a folder is told, and no reason to fail", async () => {
    await mkdir(file);
    expect((await readWork(folder)).problem?.source).toContain("could not be read: `it is no file`");
    await expect(record(folder, started)).rejects.toThrow("could not be kept");
  });
});

test("many processes that add to one progress file at once lose nothing", { timeout: 60_000 }, async () => {
  const program = `
    import { record } from ${JSON.stringify(join(import.meta.dirname, "../src/journal.ts"))};
    const [, folder, process] = globalThis.process.argv;
    for (let number = 1; number <= 25; number++)
      await record(folder, { event: "hint", lab: "lab-" + process, check: "c-" + number, number });
  `;
  const run = promisify(execFile);
  const processes = Array.from({ length: 8 }, (_, process) =>
    run("node", ["--input-type=module", "--eval", program, folder, String(process)]),
  );
  await Promise.all(processes);
  const { labs, problem } = await readWork(folder);
  expect(problem).toBeUndefined();
  expect(Array.from(labs.values(), ({ hints }) => hints.size)).toEqual(Array(8).fill(25));
});
