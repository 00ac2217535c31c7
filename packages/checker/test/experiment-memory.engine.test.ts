import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { checksById } from "@shipshape/checks";
import { type Evidence, judge, soFar } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { openEngine } from "@shipshape/engine";
import { afterAll, beforeAll, expect, test } from "vitest";

import { ExperimentMemory } from "../src/experiment-memory.ts";
import { gather } from "../src/gather.ts";
import { RunScope } from "../src/run-scope.ts";
import { never } from "./submissions.ts";

const engine = await openEngine(console.error);
const lab = await findLab("03");
let folder: string;
let scope: RunScope;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watched-"));
  await cp(join(lab.folder, "solution"), folder, { recursive: true });
  scope = new RunScope(engine);
});
afterAll(async () => {
  await scope[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Checks the folder, and counts the builds: each has a tag of its own. */
async function check(memory?: ExperimentMemory) {
  const tags = () => Number(/\d+$/.exec(scope.newTag())?.[0]);
  const before = tags();
  const seen: Evidence[] = [];
  const evidence = await gather({
    scope,
    lab,
    from: folder,
    name: "trial",
    signal: never,
    progress: () => undefined,
    onEvidence: (early) => seen.push(early),
    ...(memory && { memory }),
  });
  const { timings, ...report } = judge(lab, evidence, checksById);
  return { report, seen, timings, builds: tags() - before - 1 };
}

test("after an edit of CMD a watched folder gets the report of a fresh check, and is not rebuilt to see what the cache does", async () => {
  const memory = new ExperimentMemory();
  await check(memory);
  const path = join(folder, "Dockerfile");
  const text = await readFile(path, "utf8");
  await writeFile(path, text.replace(/^CMD .*/m, 'CMD ["gunicorn", "--bind=0.0.0.0:5000", "app:app"]'));
  const watched = await check(memory);
  const fresh = await check();
  expect(watched.report).toEqual(fresh.report);
  // The submission's own, and the one over a changed pin, which is run.
  expect(watched.builds).toBe(2);
  expect(fresh.builds).toBe(4);
});

test("what is certain after the build, and after the run, is told before the experiments have ended", async () => {
  const { seen, report } = await check();
  const [built, ran] = seen.map((evidence) => soFar(lab, evidence, checksById).checks.map(({ id }) => id));
  expect(built).toEqual(["image-builds"]);
  expect(ran).toEqual(expect.arrayContaining(["container-runs", "home-page", "health-endpoint"]));
  expect(ran).not.toContain("dependency-refresh");
  for (const evidence of seen) {
    const early = judge(soFar(lab, evidence, checksById), evidence, checksById).checks;
    expect(report.checks).toEqual(expect.arrayContaining(early));
  }
});
