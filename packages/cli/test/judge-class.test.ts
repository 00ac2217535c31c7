import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ClassFolder } from "@shipshape/grader";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { shipshape } from "./shipshape-process.ts";

// Each calls the command several times, as a process of its own.
vi.setConfig({ testTimeout: 60_000 });

const evidenceFile = join(import.meta.dirname, "evidence/fell-short.json");
const hostile = "eve\u001B[31m\u202E`|";

let home: string;
let folder: ClassFolder;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "judge-"));
  const text = await readFile(evidenceFile, "utf8");
  const evidence: { lab: string } = JSON.parse(text);
  folder = await ClassFolder.open(join(home, "class"), evidence.lab);
  await mkdir(folder.file("submissions", "abc"), { recursive: true });
  await writeFile(folder.of("abc", "evidence.json"), text);
  const intake = {
    version: 1,
    learners: ["anna", hostile].map((id) => ({ id, name: id, columns: {} })),
    attempts: ["anna", hostile].map((id) => [id, [{ entry: id, submission: "abc", markedLate: false }]]),
    ignored: [],
    errors: {},
  };
  await writeFile(folder.file("intake.json"), JSON.stringify(intake));
});
afterEach(() => rm(home, { recursive: true }));

const run = (...words: string[]) => shipshape(["judge", ...words], { cwd: home, env: { HOME: home } });

const rubric = async (checks: string) => {
  await writeFile(join(home, "rubric.yaml"), `checks: ${checks}\n`);
  return "rubric.yaml";
};

test("a class is judged by its lab, and then by a rubric that says what changed for whom", async () => {
  expect(await run("class")).toEqual({ status: 0, out: "Judged 2 learners.\n", err: "" });
  const again = await run("class");
  expect(again).toEqual({ status: 0, out: "Judged 2 learners: nothing changed for anyone.\n", err: "" });

  const { status, out, err } = await run(
    "class",
    "--rubric",
    await rubric("[{ id: image-builds, points: 7 }]"),
  );
  expect([status, err]).toEqual([0, ""]);
  expect(out).toContain("something changed for 2");
  expect(out).toContain("Points to earn: 7 now");
  expect(out).toMatch(/anna +\d+ +7 +.*image-builds/);
  // Nobody's name is a command to a terminal.
  expect(out).not.toMatch(/[\u001B\u202E]/);
});

/** Makes the class one of these learners, who all handed in the same. */
async function classOf(learners: readonly string[]): Promise<void> {
  const intake = {
    version: 1,
    learners: learners.map((id) => ({ id, name: id, columns: {} })),
    attempts: learners.map((id) => [id, [{ entry: id, submission: "abc", markedLate: false }]]),
    ignored: [],
    errors: {},
  };
  await writeFile(folder.file("intake.json"), JSON.stringify(intake));
}

test("a class of one learner is counted as one", async () => {
  await classOf(["anna"]);
  expect((await run("class")).out).toBe("Judged 1 learner.\n");
  expect((await run("class")).out).toBe("Judged 1 learner: nothing changed.\n");
  await run("class", "--rubric", await rubric("[{ id: image-builds, points: 7 }]"));
  const { out } = await run("class", "--rubric", await rubric("[{ id: image-builds, points: 1 }]"));
  expect(out).toContain("Judged 1 learner: something changed.");
  expect(out).toMatch(/image-builds: 7 → 1 point$/m);
});

test("of many learners the first are shown, and the others are counted", async () => {
  await classOf(Array.from({ length: 23 }, (_, at) => `learner-${10 + at}`));
  await run("class");
  const { out } = await run("class", "--rubric", await rubric("[{ id: image-builds, points: 7 }]"));
  expect(out).toContain("something changed for 23");
  expect(out.match(/^learner-/gm)).toHaveLength(20);
  expect(out).toContain("And 3 more learners: --format json has everyone.");
});

test("what changed is also written for programs", async () => {
  await run("class");
  const path = await rubric("[{ id: image-builds, points: 7 }]");
  const { out } = await run("class", "--rubric", path, "--format", "json", "--out", "changes.json");
  expect(out).toBe("");
  const text = await readFile(join(home, "changes.json"), "utf8");
  expect(text).not.toMatch(/\p{Cf}/u);
  const document: unknown = JSON.parse(text);
  expect(document).toMatchObject({ version: 1, learners: 2, maxScore: { after: 7 }, ungathered: [] });
  expect(document).toHaveProperty("changes.1.learner", hostile);
});

test("a check whose evidence was not gathered says so, with status 2", async () => {
  const { status, out, err } = await run("class", "--rubric", await rubric("[{ id: size-reduction }]"));
  expect(status).toBe(2);
  expect(out).toContain("Judged 2 learners");
  expect(err).toContain("2 learners' submissions have no evidence for `size-reduction`");
  expect(err).toContain("grade LAB FOLDER --out FOLDER");
});

test("who has no score because of an error of ours is named, with the status that grading ends with", async () => {
  await rm(folder.of("abc", "evidence.json"));
  const { status, err } = await run("class");
  expect(status).toBe(2);
  expect(err).toMatch(/^shipshape: Without a score because of an error of ours: 2 in all, `*anna, eve/m);
  expect(err).not.toMatch(/[\u001B\u202E]/);
});

test("a score overridden for somebody unknown is told, and costs nothing else", async () => {
  await writeFile(folder.file("overrides.csv"), "learner,score,comment\nana,3,\n");
  const { status, err } = await run("class");
  expect(status).toBe(0);
  expect(err).toContain("line 2: there is no learner `ana`");
  await appendFile(folder.file("overrides.csv"), "anna,x,\n");
  expect((await run("class")).err).toContain("line 3");
});

test.each([
  [["class", "1"], "was graded for another lab"],
  [["."], "holds no class"],
  [["nowhere"], "holds no evidence"],
  [["class", "--format", "html"], "--format terminal or json"],
  [["class", "--rubric", "nowhere.yaml"], "There is no rubric"],
])("%j is refused", async (words, message) => {
  const { status, out, err } = await run(...words);
  expect([status, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});

test("a score that a person gave or took back is said to be theirs", async () => {
  await run("class");
  await writeFile(folder.file("overrides.csv"), "learner,score,comment\nanna,3,\n");
  expect((await run("class")).out).toMatch(/anna +\d+ +3 +your score in overrides\.csv\n/);
  await writeFile(folder.file("overrides.csv"), "learner,score,comment\n");
  expect((await run("class")).out).toMatch(/anna +3 +\d+ +no score of yours any more\n/);
});

test("a class that another run grades is left alone", async () => {
  const { lockClass } = await import("@shipshape/grader");
  await using _ = await lockClass(folder.file("lock"));
  expect(await run("class")).toMatchObject({ status: 2, err: expect.stringContaining("Another run") });
});

test("one submission's evidence is judged by a rubric too", async () => {
  const path = await rubric("[{ id: image-builds, points: 7 }]");
  const { out } = await run(evidenceFile, "--rubric", path, "--format", "json");
  expect(JSON.parse(out)).toMatchObject({ maxScore: 7, checks: [{ id: "image-builds", maxScore: 7 }] });
});
