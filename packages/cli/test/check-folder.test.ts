import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Outcome, Report } from "@shipshape/core";
import { findLab, readWork, startLab } from "@shipshape/course";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chooseSubmission, findSubmission } from "../src/check-folder.ts";
import { keepOutcome } from "../src/keep-progress.ts";

const id = "01-first-image";
let work: string;
let started: string;
let told: string[];
const origin = process.cwd();
const choose = (...words: string[]) =>
  chooseSubmission([words[0], words[1]], (sentence) => void told.push(sentence));

beforeEach(async () => {
  work = await realpath(await mkdtemp(join(tmpdir(), "work-")));
  started = (await startLab(await findLab("1"), work)).folder;
  told = [];
});

afterEach(async () => {
  process.chdir(origin);
  await rm(work, { recursive: true });
});

describe("which lab and which folder", () => {
  test("in a lab's folder nothing has to be named", async () => {
    process.chdir(started);
    expect(await choose()).toMatchObject({ lab: { id }, folder: started, workFolder: work });
    expect(told).toEqual([]);
  });

  test("a folder tells its lab", async () => {
    expect(await choose(started)).toMatchObject({ lab: { id }, folder: started });
  });

  test("a lab is found by its number, and said to be checked where it was started", async () => {
    process.chdir(work);
    expect(await choose("1")).toMatchObject({ lab: { id }, folder: started });
    expect(told).toEqual([`Checking ${id}`]);
  });

  test("a lab that is named is checked in the current folder, where that may be for it", async () => {
    await mkdir(join(work, "mine"));
    await writeFile(join(work, "mine", "Dockerfile"), "FROM a:1");
    process.chdir(join(work, "mine"));
    expect(await choose("2")).toMatchObject({ lab: { id: "02-build-context" }, folder: join(work, "mine") });
    expect(told).toEqual([]);
  });

  test("what may be a lab and a folder is the lab, and that is said", async () => {
    await mkdir(join(work, "1"));
    process.chdir(work);
    expect(await choose("1")).toMatchObject({ lab: { id }, folder: started });
    expect(told[0]).toContain("./1");
  });

  test("a name in other scripts, with quotes and a new line, of 255 bytes, is a folder as any other", async () => {
    for (const name of ['it\'s "mine"', "two\nlines", "课程 курс", "x".repeat(255)]) {
      await mkdir(join(work, name));
      expect(await choose("1", join(work, name))).toMatchObject({ lab: { id }, folder: join(work, name) });
    }
  });

  test("a link to a folder is that folder, and its progress is kept where it lies", async () => {
    await using elsewhere = await temporaryFolder();
    await symlink(started, join(elsewhere.path, "link"));
    expect(await choose(join(elsewhere.path, "link"))).toMatchObject({ lab: { id }, workFolder: work });
  });

  test("in a folder that was deleted meanwhile, the lab has to be named", async () => {
    await mkdir(join(work, "gone"));
    process.chdir(join(work, "gone"));
    await rm(join(work, "gone"), { recursive: true });
    await expect(choose()).rejects.toMatchObject({ name: "ShipshapeError" });
    expect(await choose("1", started)).toMatchObject({ lab: { id }, folder: started });
  });

  test.each([
    ["nosuch", "`nosuch`"],
    ["./gone", "There is no folder `./gone`."],
    [`./${id}/Dockerfile`, "is a file, and no folder"],
    [".", "for cannot be told from the folder"],
  ])("%s is refused with what to type", async (name, message) => {
    process.chdir(work);
    await expect(choose(name)).rejects.toMatchObject({
      name: "ShipshapeError",
      message: expect.stringContaining(message),
      remedy: expect.stringMatching(/Name /),
    });
  });
});

describe("what came of a check", () => {
  const report = {
    score: 1,
    maxScore: 2,
    checks: [{ id: "image-builds", status: "pass" }],
  } as unknown as Report;
  test("is there at the next check", async () => {
    await keepOutcome(await findSubmission(undefined, started), report);
    expect((await findSubmission(undefined, started)).last).toMatchObject({ score: 1, maxScore: 2 });
  });

  test("is not kept for another lab's folder, or one that nobody started", async () => {
    await keepOutcome(await findSubmission("2", started), report);
    await using elsewhere = await temporaryFolder();
    await keepOutcome(await findSubmission("1", elsewhere.path), report);
    expect(await kept()).toBeUndefined();
  });

  test("is not kept where an error of ours withheld it", async () => {
    await keepOutcome(await findSubmission(undefined, started), { ...report, score: null });
    expect(await kept()).toBeUndefined();
  });

  test("that cannot be kept is told in one message, and no failure", async () => {
    const submission = await findSubmission(undefined, started);
    await rm(join(work, "progress.jsonl"));
    await mkdir(join(work, "progress.jsonl"));
    await keepOutcome(submission, report, (sentence) => void told.push(sentence));
    expect(told).toEqual([expect.stringContaining("progress.jsonl")]);
  });
});

const kept = async (): Promise<Outcome | undefined> => (await readWork(work)).labs.get(id)?.last;

async function temporaryFolder() {
  const path = await realpath(await mkdtemp(join(tmpdir(), "elsewhere-")));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}
