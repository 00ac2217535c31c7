import { execFile } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

import { watchSubmission } from "../src/watch/submission-watcher.ts";

let folder: string;
let told: EventEmitter<{ save: [readonly string[]]; gone: [] }>;
let watching: AsyncDisposable;
const path = (name: string) => join(folder, name);
const saved = async () => (await once(told, "save"))[0];

beforeEach(async () => {
  // Its name has what a shell would trip over.
  folder = await mkdtemp(join(tmpdir(), "watched 'lab' \n é-"));
  await writeFile(path("Dockerfile"), "FROM scratch\n");
  told = new EventEmitter();
  watching = await watchSubmission({
    folder,
    files: ["Dockerfile", ".dockerignore"],
    onSave: (changed) => told.emit("save", changed),
    onGone: () => told.emit("gone"),
  });
});
afterEach(async () => {
  await watching[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test("a file that is written in place is a save", async () => {
  const save = saved();
  await writeFile(path("Dockerfile"), "FROM other\n");
  expect(await save).toEqual(["Dockerfile"]);
});

test("a file that takes the place of another is a save", async () => {
  const save = saved();
  await writeFile(path(".Dockerfile.swp"), "FROM other\n");
  await rename(path(".Dockerfile.swp"), path("Dockerfile"));
  expect(await save).toEqual(["Dockerfile"]);
});

test("a file that is deleted and made anew is one save", async () => {
  const saves: (readonly string[])[] = [];
  told.on("save", (changed) => saves.push(changed));
  await rm(path("Dockerfile"));
  const save = saved();
  await writeFile(path("Dockerfile"), "FROM other\n");
  await save;
  expect(saves).toEqual([["Dockerfile"]]);
});

test("a file that comes and a file that goes are saves", async () => {
  const come = saved();
  await writeFile(path(".dockerignore"), "tests\n");
  expect(await come).toEqual([".dockerignore"]);
  const gone = saved();
  await rm(path("Dockerfile"));
  expect(await gone).toEqual(["Dockerfile"]);
});

test("what changes no byte, and files that the lab does not take, are no saves", async () => {
  const save = saved();
  await writeFile(path("Dockerfile"), "FROM scratch\n");
  await writeFile(path("notes.txt"), "nothing\n");
  await mkdir(path("more"));
  await writeFile(path("more/Dockerfile"), "FROM more\n");
  await writeFile(path(".dockerignore"), "tests\n");
  expect(await save).toEqual([".dockerignore"]);
});

test("a pipe in a file's place is a save, and waits for nobody who writes to it", async () => {
  const pipe = saved();
  await rm(path("Dockerfile"));
  await promisify(execFile)("mkfifo", [path("Dockerfile")]);
  expect(await pipe).toEqual(["Dockerfile"]);
  const file = saved();
  await rm(path("Dockerfile"));
  await writeFile(path("Dockerfile"), "FROM scratch\n");
  expect(await file).toEqual(["Dockerfile"]);
});

test("a folder that is replaced, as on another branch, is watched on", async () => {
  const first = saved();
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(path("Dockerfile"), "FROM branch\n");
  expect(await first).toEqual(["Dockerfile"]);
  const second = saved();
  await writeFile(path("Dockerfile"), "FROM branch AS other\n");
  expect(await second).toEqual(["Dockerfile"]);
});

test("a folder that is deleted is told", async () => {
  const gone = once(told, "gone");
  await rm(folder, { recursive: true });
  expect(await gone).toEqual([]);
});
