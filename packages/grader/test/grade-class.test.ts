import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { english } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { gradeClass } from "../src/grade-class.ts";
import type { Grader, Task } from "../src/grading.ts";
import { fakeGrader, fakeLab } from "./redis/fake-grader.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "class-"));
  await mkdir(join(root, "class/anna"), { recursive: true });
  await writeFile(join(root, "class/anna/Dockerfile"), "FROM a:1\n");
});
afterEach(() => rm(root, { recursive: true }));

/** Grades the class; says who is in it, what became of them, and what the grader was given. */
async function grade(
  results = "results",
  submissions = "class",
  changes: Partial<Grader> = {},
  whileGrading: (task: Task) => void = () => undefined,
) {
  const given: string[] = [];
  const grader = fakeGrader();
  const { gradebook } = await gradeClass({
    lab: await fakeLab(),
    submissions: join(root, submissions),
    folder: join(root, results),
    jobs: 2,
    grader: {
      ...grader,
      ...changes,
      grade: (task) => {
        given.push(task.submission.files.get("Dockerfile")?.toString() ?? "");
        whileGrading(task);
        return grader.grade(task);
      },
    },
    language: english,
    signal: new AbortController().signal,
    tell: () => undefined,
  });
  return { learners: gradebook.rows.map(({ learner, state }) => [learner.id, state]), given };
}

/** The path of what is kept of the only submission. */
async function kept(name: string): Promise<string> {
  const [digest = ""] = await readdir(join(root, "results/submissions"));
  return join(root, "results/submissions", digest, name);
}

const fine = [["anna", "graded"]];

test("what was graded is not graded again", async () => {
  expect(await grade()).toEqual({ learners: fine, given: ["FROM a:1\n"] });
  expect(await grade()).toEqual({ learners: fine, given: [] });
});

test("how long a submission took is counted from when it was worked on, and not from when it waited", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    await grade("results", "class", {}, ({ onStage }) => {
      vi.advanceTimersByTime(60_000);
      onStage("read");
      vi.advanceTimersByTime(3_000);
      onStage("build");
      vi.advanceTimersByTime(2_000);
    });
  } finally {
    vi.useRealTimers();
  }
  expect(JSON.parse(await readFile(await kept("graded.json"), "utf8")).ms).toBe(5_000);
});

test("why our side failed is told in English, and translated by whoever shows it", async () => {
  await writeFile(join(root, "class/anna/Dockerfile"), "outage");
  const german = { ...english, code: "de", translateFilled: () => "Die Engine ist ausgefallen." };
  const controller = new AbortController();
  const reasons: string[] = [];
  const grading = gradeClass({
    lab: await findLab("01"),
    submissions: join(root, "class"),
    folder: join(root, "results"),
    jobs: 1,
    grader: fakeGrader(),
    language: german,
    signal: controller.signal,
    tell: (event) => {
      if (event.kind !== "postponed") return;
      reasons.push(event.reason);
      controller.abort(new Error("seen"));
    },
  });
  await expect(grading).rejects.toThrow("seen");
  expect(reasons).toEqual([expect.not.stringContaining("ausgefallen")]);
});

const failing = (message: string) => async () => {
  throw new Error(message);
};

describe("an engine that is gone when all has ended", () => {
  const tidy = failing("There is no engine.");

  test("takes nothing of what was graded", async () => {
    expect((await grade("results", "class", { tidy })).learners).toEqual(fine);
  });

  test("does not hide why nothing was graded", async () => {
    const prove = failing("The engine is full.");
    await expect(grade("results", "class", { prove, tidy })).rejects.toThrow("The engine is full.");
  });
});

test("a mistake in a person's overrides is told when the class is judged", async () => {
  await grade();
  await writeFile(join(root, "results/overrides.csv"), "learner,score\nanna,many\n");
  await expect(grade()).rejects.toThrow("line 2");
  expect(await readdir(join(root, "results"))).not.toContain("lock");
});

describe("what a disk damaged", () => {
  test.each(["", "{", "null", '{"version":1,"sections":{}}'])(
    "of evidence, to %j, is graded again",
    async (text) => {
      await grade();
      await writeFile(await kept("evidence.json"), text);
      expect(await grade()).toEqual({ learners: fine, given: ["FROM a:1\n"] });
    },
  );

  test.each(["submission.json", "handed-in/Dockerfile"])("of %s is taken in again", async (name) => {
    await grade();
    const before = await readFile(await kept(name), "utf8");
    await writeFile(await kept(name), "FROM b");
    await rm(await kept("graded.json"));
    expect(await grade()).toEqual({ learners: fine, given: ["FROM a:1\n"] });
    expect(await readFile(await kept(name), "utf8")).toBe(before);
  });

  test("of class.json is said, and nothing else is touched", async () => {
    await grade();
    const before = await readdir(join(root, "results"));
    await writeFile(join(root, "results/class.json"), "{");
    await expect(grade()).rejects.toThrow("class.json` is damaged");
    expect(await readdir(join(root, "results"))).toEqual(before);
  });
});

describe("the folder for results", () => {
  test("may lie beside what was handed in, and is nobody's", async () => {
    await symlink(join(root, "class"), join(root, "link"));
    expect((await grade("class/results")).learners).toEqual(fine);
    expect(await grade("class/results", "link")).toEqual({ learners: fine, given: [] });
  });

  test.each(["class", "class/anna/results"])("may not be %s", async (results) => {
    await expect(grade(results)).rejects.toThrow("among what was handed in");
    expect(await readdir(join(root, "class/anna"))).toEqual(["Dockerfile"]);
  });

  test.each(["file", "file/results", "circle", "nowhere"])("may not be a %s", async (results) => {
    await writeFile(join(root, "file"), "");
    await symlink("circle", join(root, "circle"));
    await symlink("gone/gone", join(root, "nowhere"));
    await expect(grade(results)).rejects.toThrow("could not be read or written");
  });

  test("may hold a folder in the place of a file of ours", async () => {
    await grade();
    await rm(join(root, "results/intake.json"));
    await mkdir(join(root, "results/intake.json"));
    await expect(grade()).rejects.toThrow("could not be read or written");
  });
});
