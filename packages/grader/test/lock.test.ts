import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { lockClass } from "../src/lock.ts";

let folder: string;
const file = () => join(folder, "lock");

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("keeps a second run out until the first has ended, and leaves nothing behind", async () => {
  const first = await lockClass(file());
  await expect(lockClass(file())).rejects.toThrow("Another run");
  await first[Symbol.asyncDispose]();
  await (await lockClass(file()))[Symbol.asyncDispose]();
  expect(await readdir(folder)).toEqual([]);
});

test("lets only one of many in", async () => {
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockClass(file())));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("takes over the lock of a process that has died", async () => {
  const own = await lockClass(file());
  const id = await readFile(file(), "utf8");
  await own[Symbol.asyncDispose]();
  // The same machine and boot, and a process that began at another time.
  const [machine, boot, pid, start, random] = id.split("-");
  const dead = [machine, boot, pid, Number(start) - 1, random].join("-");
  await writeFile(file(), dead);
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockClass(file())));
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
