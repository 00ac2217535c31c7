import { mkdir, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { record } from "../src/journal.ts";
import { labsFolder } from "../src/labs-folder.ts";
import { findWorkFolder, labOfFolder, workFolderAround } from "../src/work-folder.ts";

let work: string;

beforeEach(async () => {
  work = await realpath(await mkdtemp(join(tmpdir(), "work-")));
});
afterEach(() => rm(work, { recursive: true }));

async function start(folder: string, lab: string) {
  await mkdir(join(work, folder, "backend"), { recursive: true });
  await record(work, { event: "started", lab, folder });
}

test("the work folder is the nearest one with progress, and `work` of the course where there is none", async () => {
  await start("mine", "03-layer-cache");
  expect(findWorkFolder(join(work, "mine", "backend"))).toBe(work);
  expect(workFolderAround(dirname(work))).toBeUndefined();
  expect(findWorkFolder(dirname(work))).toBe(join(dirname(labsFolder()), "work"));
});

test("a folder is for the lab that it was started for, whatever its name says", async () => {
  await start("05", "03-layer-cache");
  expect(await labOfFolder(join(work, "05"))).toBe("03-layer-cache");
  expect(await labOfFolder(join(work, "05", "backend"))).toBe("03-layer-cache");
});

test("a folder that is reached over a link is the same folder", async () => {
  await start("mine", "03-layer-cache");
  await symlink(join(work, "mine"), join(work, "link"));
  expect(await labOfFolder(join(work, "link"))).toBe("03-layer-cache");
});

test("a folder in a lab's own is for that lab", async () => {
  expect(await labOfFolder(join(labsFolder(), "06-test-stage", "broken"))).toBe("06-test-stage");
});

test.each([
  ["02-build-context", "02-build-context"],
  ["build-context", "02-build-context"],
  ["2", "02-build-context"],
  ["2nd try", undefined],
  ["02-build-context-old", undefined],
])("a folder called %s is for %s", async (name, lab) => {
  expect(await labOfFolder(join(work, name))).toBe(lab);
});
