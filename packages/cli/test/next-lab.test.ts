import { appendFile, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findLab, labIds, record, startLab } from "@shipshape/course";
import { afterEach, beforeEach, expect, test } from "vitest";

import { findSubmission } from "../src/check-folder.ts";
import { goOn } from "../src/watch/next-lab.ts";

let work: string;
let told: string[];
beforeEach(async () => {
  work = await realpath(await mkdtemp(join(tmpdir(), "work-")));
  told = [];
});
afterEach(() => rm(work, { recursive: true }));

const started = async (lab: string) => (await startLab(await findLab(lab), work)).folder;
const done = (lab: string) => record(work, { event: "checked", lab, score: 10, maxScore: 10, checks: {} });
const from = async (lab: string) =>
  goOn(await findSubmission(lab, await started(lab)), (sentence) => void told.push(sentence));

test("the next lab is the first one behind this that is not done, and its folder is laid", async () => {
  await done("02-build-context");
  expect(await from("01-first-image")).toMatchObject({
    lab: { id: "03-layer-cache" },
    folder: join(work, "03-layer-cache"),
    workFolder: work,
  });
  expect(await readFile(join(work, "03-layer-cache/INSTRUCTIONS.md"), "utf8")).toContain("# ");
});

test("behind the last one come those that were left out, in the folder that they were begun in", async () => {
  await writeFile(join(await started("01-first-image"), "Dockerfile"), "FROM mine");
  const next = await from("07-native-dependency");
  expect(next).toMatchObject({ lab: { id: "01-first-image" } });
  expect(await readFile(join(next?.folder ?? "", "Dockerfile"), "utf8")).toBe("FROM mine");
});

test("there is none where all others are done", async () => {
  for (const lab of await labIds()) await done(lab);
  expect(await from("04-multi-stage")).toBeUndefined();
});

test("a start that cannot be kept in the progress is told", async () => {
  const submission = await findSubmission("1", await started("01-first-image"));
  await appendFile(join(work, "progress.jsonl"), '{"version":2}\n');
  const next = await goOn(submission, (sentence) => void told.push(sentence));
  expect(next).toMatchObject({ lab: { id: "02-build-context" }, folder: join(work, "02-build-context") });
  expect(told).toEqual([expect.stringContaining("newer Shipshape")]);
});
