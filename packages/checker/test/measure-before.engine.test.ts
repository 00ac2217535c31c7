import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";
import { openEngine } from "@shipshape/engine";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { parseDockerfile } from "../src/dockerfile.ts";
import { measureBefore } from "../src/measure-before.ts";
import { RunScope } from "../src/run-scope.ts";
import { labWith, never } from "./submissions.ts";

const engine = await openEngine(console.error);
let folder: string;
let lab: Lab;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "before-"));
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
  lab = { ...(await labWith()), folder, before: "single-stage", appIn: "backend" };
  await writeFile(
    join(folder, "single-stage"),
    "ARG PYTHON=3.13\nFROM python:${PYTHON}-slim\nWORKDIR /app\nCOPY backend/app.py .\nRUN head -c 3000000 /dev/zero > /ballast\n",
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const measure = async (
  scope: RunScope,
  base: string,
  progress: (sentence: string) => void = () => undefined,
) => measureBefore({ scope, lab, dockerfile: parseDockerfile(`FROM ${base}\n`), signal: never, progress });

test("the image to compare with has the learner's version of Python, and a line for each layer", async () => {
  await using scope = new RunScope(engine);
  const { dockerfile, base, layers } = await measure(scope, "python:3.11.9-slim-bookworm");
  expect({ dockerfile, base: base.reference }).toEqual({
    dockerfile: "single-stage",
    base: "python:3.11-slim",
  });
  expect(base.bytes).toBeGreaterThan(50e6);
  expect(layers).toMatchObject([
    { instruction: "COPY backend/app.py .", line: 4 },
    { line: 5, bytes: 3_000_000 },
  ]);
});

test("the image to compare with keeps its own version where the learner's base names none", async () => {
  await using scope = new RunScope(engine);
  for (const base of ["debian:bookworm", "python", "python:slim"])
    expect((await measure(scope, base)).base.reference).toBe("python:3.13-slim");
});

test("the image to compare with is built once for many submissions, and never again on this machine", async () => {
  const built: string[] = [];
  const say = (sentence: string) => built.push(sentence);
  await using scope = new RunScope(engine);
  const [one, other] = await Promise.all([
    measure(scope, "python:3.13-slim", say),
    measure(scope, "python:3.13", say),
  ]);
  await using later = new RunScope(engine);
  expect([other, await measure(later, "python:3.13-slim", say)]).toEqual([one, one]);
  expect(built).toHaveLength(1);
});

test("a change of its Dockerfile has the image to compare with built again", async () => {
  const built: string[] = [];
  const say = (sentence: string) => built.push(sentence);
  await using scope = new RunScope(engine);
  await measure(scope, "python:3.13-slim", say);
  await writeFile(
    join(folder, "single-stage"),
    "FROM python:3.13-slim\nRUN head -c 9 /dev/zero > /ballast\n",
  );
  expect((await measure(scope, "python:3.13-slim", say)).layers).toMatchObject([{ line: 2, bytes: 9 }]);
  expect(built).toHaveLength(2);
});

test("an image to compare with that does not build is our failure, said with the step", async () => {
  await using scope = new RunScope(engine);
  await writeFile(join(folder, "single-stage"), "FROM python:3.13-slim\nRUN exit 7\n");
  await expect(measure(scope, "python:3.13-slim")).rejects.toThrow(/single-stage does not build: .*7/);
});
