import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Gradebook, type GradebookRow, type Report, ShipshapeError } from "@shipshape/core";
import { ClassFolder } from "@shipshape/grader";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { readGradebook } from "../src/gradebook/read-gradebook.ts";
import { writeLearners } from "../src/gradebook/write-learners.ts";
import { shipshape } from "./shipshape-process.ts";

// A test starts up to two processes, each of which compiles the whole workspace.
vi.setConfig({ testTimeout: 60_000 });

const digest = "5".repeat(64);
const columns = (id: string) => ({ Student: id, ID: id, Section: "1" });

const anna: GradebookRow = {
  learner: { id: "anna", name: "Anna", columns: columns("101") },
  attempts: [{ entry: "Anna Beer_4711_assignsubmission_file_", late: true, submission: digest }],
  counts: 0,
  state: "graded",
  score: 9,
  overridden: { earned: 4, comment: "Sick" },
  verdicts: ["pass", "fail"],
  sameAs: ["../Bob"],
};

const gradebook: Gradebook = {
  version: 1,
  lab: "01-first-image",
  labTitle: "A first image",
  maxScore: 10,
  checks: [
    { id: "image-builds", title: "The image builds", maxScore: 4 },
    { id: "home-page", title: "The app answers", maxScore: 6 },
  ],
  rows: [
    anna,
    {
      learner: { id: "../Bob", name: "Bob", columns: {} },
      attempts: [{ entry: "Anna Beer_4711_assignsubmission_file_", late: false, submission: digest }],
      counts: 0,
      state: "graded",
      score: 4,
      verdicts: ["pass", "fail"],
      sameAs: ["anna"],
    },
    {
      learner: { id: "carl", name: "Carl", columns: columns("103") },
      attempts: [],
      state: "missing",
      score: null,
      verdicts: [],
      sameAs: [],
    },
  ],
  ignored: [],
};

const report: Report = {
  version: 1,
  lab: gradebook.lab,
  labTitle: gradebook.labTitle,
  submission: digest,
  state: "completed",
  score: 4,
  maxScore: 10,
  checks: gradebook.checks.map((check, at) => ({
    ...check,
    status: at === 0 ? "pass" : "fail",
    score: at === 0 ? 4 : 0,
    message: at === 0 ? "" : "Nothing answered.",
  })),
  notes: [],
  evidenceDigest: digest,
  timings: { build: 1_000 },
};

let work: string;
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), "gradebook-"));
  await mkdir(join(work, "class/submissions", digest), { recursive: true });
  await keep("class.json", { version: 1, lab: gradebook.lab });
  await keep("gradebook.json", gradebook);
  await keep(`submissions/${digest}/report.json`, report);
});
afterEach(() => rm(work, { recursive: true }));

const keep = (name: string, document: unknown) =>
  writeFile(join(work, "class", name), typeof document === "string" ? document : JSON.stringify(document));
const run = (...words: string[]) => shipshape(["gradebook", "class", ...words], { cwd: work });
/** Writes the learners' files into `made`. */
async function write(format: string): Promise<void> {
  const { folder } = await ClassFolder.openGraded(join(work, "class"));
  await writeLearners(folder, await readGradebook(folder), format, join(work, "made"));
}
const file = (...names: string[]) => readFile(join(work, ...names), "utf8");

test("a class goes to standard output as CSV, and into a file in another format", async () => {
  const { status, out, err } = await run();
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toContain('"anna","Anna","graded","9","10","true","1","Sick","pass","fail"');
  expect((await run("--format", "json", "--out", "it.json")).out).toBe("");
  expect(JSON.parse(await file("it.json"))).toEqual(gradebook);
});

test("who cannot be imported is left out, and told on standard error", async () => {
  const { status, out, err } = await run("--format", "canvas", "--column", "Lab 01 (77)");
  expect(status).toBe(0);
  expect(out).toContain('"Lab 01 (77)"\r\n');
  expect(out).toContain('"101","101","","","1","9.00"');
  expect(out).not.toContain("Bob");
  expect(err).toMatch(/^shipshape: Left out, .*: `..\/Bob`\. .*--roster/);
});

test("of many who are left out, each is named", async () => {
  const ids = Array.from({ length: 60 }, (_, at) => `stranger-${at}`);
  const strangers = ids.map((id) => ({ ...anna, learner: { id, name: id, columns: {} } }));
  await keep("gradebook.json", { ...gradebook, rows: [anna, ...strangers] });
  const { err } = await run("--format", "canvas");
  for (const id of ids) expect(err).toContain(`\`${id}\``);
});

test("each learner gets a file of a safe name, with the score that counts", async () => {
  const { status, err } = await run("--format", "gradescope", "--out", "made/here");
  expect({ status, err }).toEqual({
    status: 0,
    err: "shipshape: No file for those who have nothing that counts: `carl`.\n",
  });
  const names = (await readdir(join(work, "made/here"))).toSorted();
  expect(names).toEqual(["anna.json", expect.stringMatching(/^bob~[0-9a-f]{24}\.json$/)]);
  expect(JSON.parse(await file("made/here/anna.json"))).toMatchObject({
    score: 9,
    tests: [{ score: 4 }, { score: 0 }],
  });
  expect(JSON.parse(await file("made/here", names[1]!))).toMatchObject({ score: 4 });
});

test.each(["prairielearn", "exercism", "github-classroom"])(
  "a class is written for %s too",
  async (format) => {
    await write(format);
    expect(await readdir(join(work, "made"))).toHaveLength(2);
  },
);

test("feedback lies in a folder that is called as in the export, and two who share one both have theirs", async () => {
  await write("feedback");
  const [first, second] = (await readdir(join(work, "made"))).toSorted();
  expect(first).toBe("Anna Beer_4711_assignsubmission_file_");
  expect(second).toMatch(/^bob~[0-9a-f]{24}~2$/);
  const html = await file("made", first!, "report.html");
  expect(html).toContain("9 of 10 points");
  expect(html).toContain("Handed in after the deadline.");
  expect(await file("made", second!, "report.html")).toContain("4 of 10 points");
});

test.each([
  ["Anna Beer_4711_assignsubmission_file_/lab.zip", "Anna Beer_4711_assignsubmission_file_", false],
  ["con", expect.stringMatching(/^con~[0-9a-f]{24}$/), true],
  ["trail ", expect.stringMatching(/^trail~[0-9a-f]{24}$/), true],
  ["two\u2028lines", expect.stringMatching(/^two-lines~[0-9a-f]{24}$/), true],
])(
  "feedback for %j keeps its name where every system takes it, and else says so",
  async (entry, folder, told) => {
    const [attempt] = anna.attempts;
    await keep("gradebook.json", { ...gradebook, rows: [{ ...anna, attempts: [{ ...attempt, entry }] }] });
    const { err } = await run("--format", "feedback", "--out", join(work, "made"));
    expect(await readdir(join(work, "made"))).toEqual([folder]);
    expect(err.includes("under another: `anna`")).toBe(told);
  },
);

test.each([
  ["gradebook.json", { ...gradebook, version: 2, rows: 1 }, "written by a newer Shipshape"],
  ["gradebook.json", { ...gradebook, rows: 1 }, "is damaged"],
  ["gradebook.json", "{", "is damaged"],
  ["class.json", "", "is damaged"],
  [`submissions/${digest}/report.json`, { ...report, checks: 1 }, "report.json` is damaged"],
])("%s that cannot be read is told", async (name, document, message) => {
  await keep(name, document);
  const failure = await write("exercism").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ShipshapeError);
  expect(String(failure)).toContain(message);
});

test("what is missing is told: the gradebook, a report, a folder for the files", async () => {
  await writeFile(join(work, "made"), "");
  await expect(write("feedback")).rejects.toThrow("There cannot be a folder");
  await rm(join(work, "made"));
  await rm(join(work, "class/submissions", digest, "report.json"));
  await expect(write("feedback")).rejects.toThrow("The report of `anna` is missing");
  await rm(join(work, "class/gradebook.json"));
  await expect(write("feedback")).rejects.toThrow("has no gradebook yet");
  const { status, err } = await run("--format", "feedback");
  expect({ status, lines: err.trimEnd().split("\n").length }).toEqual({ status: 2, lines: 2 });
  expect(err).toContain("behind --out");
});
