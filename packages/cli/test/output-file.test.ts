import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { seeWritable, writeWhole } from "../src/output-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "output-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a file is written in the place of the one before, and nothing beside it", async () => {
  const file = join(folder, "report.txt");
  await writeFile(file, "before");
  await seeWritable(file);
  await writeWhole(file, "after");
  expect(await readFile(file, "utf8")).toBe("after");
  expect(await readdir(folder)).toEqual(["report.txt"]);
});

test.each([seeWritable, (path: string) => writeWhole(path, "x")])(
  "a missing folder, and a folder in the file's place, are told in words, and leave nothing",
  async (write) => {
    await mkdir(join(folder, "taken"));
    await expect(write(join(folder, "missing", "file"))).rejects.toThrow("there is no folder");
    await expect(write(join(folder, "taken"))).rejects.toThrow("it is a folder");
    expect(await readdir(folder)).toEqual(["taken"]);
  },
);

test("a device stays a device", async () => {
  await writeWhole("/dev/null", "x");
  expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
});

test("a full disk is told in words", async () => {
  await expect(writeWhole("/dev/full", "x")).rejects.toThrow("the disk is full");
});
