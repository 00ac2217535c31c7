import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { shipshape } from "./shipshape-process.ts";

// Each calls the command as a process of its own.
vi.setConfig({ testTimeout: 60_000 });

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "grade-"));
});
afterEach(() => rm(home, { recursive: true }));

const run = (...words: string[]) =>
  shipshape(["grade", "01", "class", "--out", "results", ...words], { cwd: home, env: { HOME: home } });

test.each(["tomorrow", "2026-11-20", "2026-13-01T10:00", "2026-02-30T10:00", "2026-11-20T18:00 01:00", ""])(
  "a deadline of %j is none",
  async (deadline) => {
    const { status, out, err } = await run("--deadline", deadline);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain("is no time that a deadline can be");
    expect(err).not.toMatch(/^ +at /m);
    expect(await readdir(home)).not.toContain("results");
  },
);

test.each([
  ["where there is no class", "cannot be read"],
  ["where there is no name for the results", "No folder is named behind --out", "--out", ""],
])("%s, it says so, with status 2", async (_, message, ...words) => {
  const { status, out, err } = await run(...words);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(message);
  expect(err).not.toMatch(/^ +at /m);
});
