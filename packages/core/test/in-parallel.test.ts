import { expect, test } from "vitest";

import { inParallel } from "../src/index.ts";

test("works on so many at once, and gives what came of each in the order of the items", async () => {
  let [now, most] = [0, 0];
  const results = await inParallel(2, ["a", "b", "c"], async (item) => {
    most = Math.max(most, ++now);
    await Promise.resolve();
    now--;
    return item.toUpperCase();
  });
  expect(results).toEqual(["A", "B", "C"]);
  expect(most).toBe(2);
});

test("begins nothing more where one fails, and waits for what was begun", async () => {
  const ended: string[] = [];
  const failing = inParallel(2, ["fails", "goes on", "never begins"], async (item) => {
    if (item === "fails") throw new Error(item);
    await new Promise(setImmediate);
    ended.push(item);
  });
  await expect(failing).rejects.toThrow("fails");
  expect(ended).toEqual(["goes on"]);
});
