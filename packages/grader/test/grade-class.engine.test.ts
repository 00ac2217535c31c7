import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { english, type Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { ClassEvent } from "../src/class-event.ts";
import { gradeClass } from "../src/grade-class.ts";
import { localGrader } from "../src/local-grader.ts";

let root: string;
let lab: Lab;

/** Learners, and the answer of the lab's that each handed in. */
const learners = {
  badger: "solution",
  crane: "broken/app-at-root",
  dormouse: "broken/unpinned-dependencies",
  egret: "solution",
  fox: "broken/nothing-exposed",
  gull: "broken/missing-file",
};

beforeEach(async () => {
  lab = await findLab("01");
  root = await mkdtemp(join(tmpdir(), "class-"));
  for (const [learner, answer] of Object.entries(learners))
    await cp(join(lab.folder, answer), join(root, "class", learner), { recursive: true });
  await mkdir(join(root, "class", "heron"));
  await writeFile(join(root, "class", "iguana.zip"), "no archive at all");
});
afterEach(() => rm(root, { recursive: true }));

type Run = { readonly jobs?: number; readonly stopAfter?: number; readonly lab?: Lab };

/** Grades the class into a folder; `stopAfter` interrupts it when so many have ended. */
async function grade(results: string, { jobs = 4, stopAfter = Infinity, lab: other = lab }: Run = {}) {
  const events: ClassEvent[] = [];
  const controller = new AbortController();
  const of = (kind: ClassEvent["kind"]) => events.filter((event) => event.kind === kind);
  await using grader = localGrader({ lab: other, progress: () => undefined, onProving: () => undefined });
  const ended = gradeClass({
    lab: other,
    submissions: join(root, "class"),
    folder: join(root, results),
    jobs,
    grader,
    language: english,
    signal: controller.signal,
    tell: (event) => {
      events.push(event);
      if (of("ended").length >= stopAfter) controller.abort(new Error("interrupted"));
    },
  });
  const outcome = await ended.catch((error: unknown) => error);
  return {
    outcome,
    graded: of("ended").length,
    gradebook: () => readFile(join(root, results, "gradebook.json"), "utf8"),
  };
}

test("grades a class to the same gradebook with one job, with many, and interrupted", async () => {
  const one = await grade("one", { jobs: 1 });
  const gradebook = JSON.parse(await one.gradebook());
  expect(
    gradebook.rows.map(({ learner, state, score, sameAs }: never) => [
      (learner as { id: string }).id,
      state,
      score,
      sameAs,
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "badger",
        "graded",
        10,
        [
          "egret",
        ],
      ],
      [
        "crane",
        "graded",
        9,
        [],
      ],
      [
        "dormouse",
        "graded",
        8,
        [],
      ],
      [
        "egret",
        "graded",
        10,
        [
          "badger",
        ],
      ],
      [
        "fox",
        "graded",
        9,
        [],
      ],
      [
        "gull",
        "graded",
        1,
        [],
      ],
      [
        "heron",
        "refused",
        0,
        [],
      ],
      [
        "iguana",
        "refused",
        0,
        [],
      ],
    ]
  `);
  expect(one.graded).toBe(5);

  await grade("many", { jobs: 8 });
  expect(await readFile(join(root, "many", "gradebook.json"), "utf8")).toBe(await one.gradebook());

  const interrupted = await grade("interrupted", { stopAfter: 2 });
  expect(interrupted.outcome).toEqual(new Error("interrupted"));
  const resumed = await grade("interrupted");
  expect(interrupted.graded + resumed.graded).toBe(5);
  expect(await resumed.gradebook()).toBe(await one.gradebook());
});

test("takes quotes of a word processor round an image's name for the learner's mistake", async () => {
  const dockerfile = await readFile(join(lab.folder, "solution", "Dockerfile"), "utf8");
  await writeFile(join(root, "class", "gull", "Dockerfile"), dockerfile.replace(/^FROM (\S+)/m, "FROM “$1”"));
  const first = await grade("quotes");
  const { rows }: { rows: { state: string; run?: string }[] } = JSON.parse(await first.gradebook());
  expect(rows.filter(({ state }) => state === "error")).toEqual([]);
  expect(rows.filter(({ run }) => run === "build-failed")).toHaveLength(1);
  expect((await grade("quotes")).graded).toBe(0);
});

test("grades nothing again but what has changed", async () => {
  const first = await grade("results");
  const before = await first.gradebook();
  const second = await grade("results");
  expect(second.graded).toBe(0);
  expect(await second.gradebook()).toBe(before);

  await cp(join(lab.folder, "solution"), join(root, "class", "fox"), { recursive: true });
  expect((await grade("results")).graded).toBe(0);
  const slower = { ...lab, limits: { ...lab.limits, buildSeconds: 299 } };
  expect((await grade("results", { lab: slower })).graded).toBe(4);
});
