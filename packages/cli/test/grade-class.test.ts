import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { shipshape } from "./shipshape-process.ts";

// Each calls the command, as a process of its own.
vi.setConfig({ testTimeout: 60_000 });

let home: string;

/** A class in which nothing can be read, so that grading it takes no engine. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "grade-"));
  await mkdir(join(home, "class"));
  await writeFile(join(home, "class/anna.zip"), "no zip");
  await mkdir(join(home, "out"));
});
afterEach(() => rm(home, { recursive: true }));

const grade = (...words: string[]) =>
  shipshape(["grade", "1", "class", "--out", "out", ...words], { cwd: home, env: { HOME: home } });

test("what cannot be read is a score of nothing, and not a failure of ours", async () => {
  const { status, out } = await grade();
  expect(status).toBe(0);
  expect(out).toContain("1 refused: nothing that they handed in can be read");
});

test("a score overridden for somebody unknown is told when a class is graded, too", async () => {
  await grade();
  await writeFile(join(home, "out/overrides.csv"), "learner,score,comment\nanna,3,\nana,4,\n");
  const { status, out, err } = await grade();
  expect(status).toBe(0);
  expect(out).toContain("with a score of yours");
  expect(err).toMatch(/overrides\.csv`, line 3: there is no learner `ana`/);
});
