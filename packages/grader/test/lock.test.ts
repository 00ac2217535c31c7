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

/** Of twenty that try at once. */
async function howManyGetIn(): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => lockClass(file())));
  const locks = all.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  for (const lock of locks) await lock[Symbol.asyncDispose]();
  return locks.length;
}

test("lets only one of many in", async () => {
  expect(await howManyGetIn()).toBe(1);
});

/** The id of a run of this machine and boot, whose process began at another time. */
async function deadRun(): Promise<string> {
  await using _ = await lockClass(file());
  const [machine, boot, pid, start, random] = (await readFile(file(), "utf8")).split("-");
  return [machine, boot, pid, Number(start) - 1, random].join("-");
}

test("takes over the lock of a process that has died", async () => {
  await writeFile(file(), await deadRun());
  expect(await howManyGetIn()).toBe(1);
});

test("says whether the run that had it before was killed", async () => {
  await writeFile(file(), await deadRun());
  {
    await using lock = await lockClass(file());
    expect(lock.wasDead).toBe(true);
  }
  await using lock = await lockClass(file());
  expect(lock.wasDead).toBe(false);
});

test("stays out where a run of another machine is at work", async () => {
  await writeFile(file(), (await deadRun()).replace(/^[^-]+/, "0badcafe"));
  await expect(lockClass(file())).rejects.toThrow("Another run");
});

test("takes away what those left that were killed while they tried", async () => {
  await writeFile(join(folder, `lock.${await deadRun()}`), "");
  await using _ = await lockClass(file());
  expect(await readdir(folder)).toEqual(["lock"]);
});
