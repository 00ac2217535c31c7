import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { md } from "@shipshape/core";
import { expect, test } from "vitest";

import { type Tried, workThrough, type WorkRules } from "../src/work-through.ts";

const rules = {
  jobs: 2,
  backOff: [0, 0],
  mostInARow: 3,
  onPostponed: () => undefined,
  recover: async () => undefined,
  signal: new AbortController().signal,
} satisfies Partial<WorkRules<string>>;

const broken: Tried = { failed: md`The engine has gone.` };

async function failFor(reason: string): Promise<never> {
  throw new Error(reason);
}

test("works on as many at once as there are jobs", async () => {
  let [now, most] = [0, 0];
  const done: string[] = [];
  const work = async (item: string): Promise<Tried> => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    done.push(item);
    return "done";
  };
  expect(await workThrough(["a", "b", "c", "d", "e"], { ...rules, work })).toEqual(new Map());
  expect(done.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  expect(most).toBe(2);
});

const finish = async (): Promise<Tried> => "done";

test("starts no more jobs than there is work for", async () => {
  expect(await workThrough(["a", "b"], { ...rules, jobs: 1e9, work: finish })).toEqual(new Map());
});

test("tries again what failed, when the others have had their turn", async () => {
  const tried: string[] = [];
  const postponed: unknown[] = [];
  const work = async (item: string): Promise<Tried> => {
    tried.push(item);
    return item === "a" && tried.length < 3 ? broken : "done";
  };
  const onPostponed = (item: string, reason: unknown, afterMs: number) =>
    postponed.push([item, String(reason), afterMs]);
  await workThrough(["a", "b"], { ...rules, jobs: 1, work, onPostponed });
  expect(tried).toEqual(["a", "b", "a"]);
  expect(postponed).toHaveLength(1);
});

test("gives up on what fails each time, and says why", async () => {
  let tries = 0;
  const work = async (item: string): Promise<Tried> => {
    if (item !== "a") return "done";
    tries++;
    return broken;
  };
  const failed = await workThrough(["a", "b", "c"], { ...rules, work });
  expect(tries).toBe(3);
  expect(Array.from(failed, ([item, reason]) => [item, reason.source])).toEqual([
    ["a", "The engine has gone."],
  ]);
});

test("stops everything after several failures in a row, until it makes sense to go on", async () => {
  let isBroken = true;
  const worked: string[] = [];
  const work = async (item: string): Promise<Tried> => {
    worked.push(item);
    return isBroken ? broken : "done";
  };
  let recoveries = 0;
  const recover = async () => {
    recoveries++;
    expect(worked).toHaveLength(3);
    isBroken = false;
  };
  const items = ["a", "b", "c", "d", "e"];
  expect(await workThrough(items, { ...rules, jobs: 1, work, recover })).toEqual(new Map());
  expect(recoveries).toBe(1);
});

test("tries nothing before it makes sense to go on, though its time has come", async () => {
  let isBroken = true;
  const worked: string[] = [];
  const work = async (item: string): Promise<Tried> => {
    worked.push(item);
    return isBroken ? broken : "done";
  };
  const recover = async () => {
    // Longer than those wait that failed.
    await sleep(50);
    expect(worked).toEqual(["a", "b", "c"]);
    isBroken = false;
  };
  const all = workThrough(["a", "b", "c"], { ...rules, jobs: 3, backOff: [5, 5], work, recover });
  expect(await all).toEqual(new Map());
});

test("does not wait until it makes sense to go on where nothing is left to try", async () => {
  const failed = await workThrough(["a"], {
    ...rules,
    work: async () => broken,
    recover: () => failFor("no engine"),
  });
  expect([...failed.keys()]).toEqual(["a"]);
});

test("waits no longer until it makes sense to go on when something ends everything", async () => {
  const recovering = Promise.withResolvers<void>();
  const work = async (item: string): Promise<Tried> => {
    if (item !== "d") return broken;
    await recovering.promise;
    return failFor("no space");
  };
  const recover = async (_: unknown, signal: AbortSignal): Promise<void> => {
    recovering.resolve();
    await once(signal, "abort");
  };
  const all = workThrough(["a", "b", "c", "d"], { ...rules, jobs: 4, work, recover });
  await expect(all).rejects.toThrow("no space");
});

test("ends with what cannot be recovered from", async () => {
  const ruined = { ...rules, work: async () => broken, recover: () => failFor("no engine") };
  await expect(workThrough(["a", "b", "c", "d"], ruined)).rejects.toThrow("no engine");
});

test("ends when it is told to, after those that are worked on", async () => {
  const controller = new AbortController();
  const ended: string[] = [];
  const work = async (item: string): Promise<Tried> => {
    controller.abort(new Error("stop"));
    await Promise.resolve();
    ended.push(item);
    return "done";
  };
  const all = workThrough(["a", "b", "c", "d"], { ...rules, work, signal: controller.signal });
  await expect(all).rejects.toThrow("stop");
  expect(ended.length).toBeLessThan(4);
});

test("ends with what keeping a result throws, as a full disk", async () => {
  const full = { ...rules, work: () => failFor("no space") };
  await expect(workThrough(["a", "b", "c"], full)).rejects.toThrow("no space");
});
