import { expect, test } from "vitest";

import { readCourse } from "../src/course.ts";
import { hintsIn, nextHint } from "../src/hints.ts";
import { labsOf } from "../src/work.ts";

const at = "2026-11-21T10:00:00.000Z";
const lab = "03-layer-cache";
type Statuses = Readonly<Record<string, "pass" | "fail" | "skip" | "error">>;

function workWith(checks: Statuses, shown: Readonly<Record<string, number>> = {}) {
  const work = labsOf("/work", [
    { at, event: "checked", lab, score: 1, maxScore: 10, checks },
    ...Object.entries(shown).map(([check, number]) => ({ at, event: "hint", lab, check, number }) as const),
  ]).get(lab);
  if (!work) throw new Error("There is no work");
  return work;
}

test("the first hint is for the first check that failed, in the lab's own order", async () => {
  const work = workWith({ "image-builds": "pass", "home-page": "fail", "layer-cache": "fail" });
  expect(await nextHint(lab, work)).toEqual({
    hint: { check: "home-page", number: 1, of: 3, text: expect.stringContaining("dead, or alive") },
  });
});

test("the next one follows those that were shown, and then the next check's come", async () => {
  const checks: Statuses = { "home-page": "fail", "layer-cache": "fail" };
  expect(await nextHint(lab, workWith(checks, { "home-page": 2 }))).toMatchObject({
    hint: { check: "home-page", number: 3 },
  });
  expect(await nextHint(lab, workWith(checks, { "home-page": 3 }))).toMatchObject({
    hint: { check: "layer-cache", number: 1 },
  });
});

test.each([
  ["all-passed", workWith({ "home-page": "pass" })],
  ["all-shown", workWith({ "home-page": "fail" }, { "home-page": 3 })],
  ["not-checked", workWith({})],
  ["not-checked", workWith({ "home-page": "error" })],
] as const)("there is none: %s", async (none, work) => {
  expect(await nextHint(lab, work)).toEqual({ none });
});

test("a hint goes on where its list item does", () => {
  const text =
    "# Hints\n\n## a-check\n\n1. One\n   and more.\n\n   ```sh\n   docker ps\n   ```\n2. Two\n\n## b-check\n";
  expect(hintsIn(text)).toEqual(
    new Map([
      ["a-check", ["One\nand more.\n\n```sh\ndocker ps\n```", "Two"]],
      ["b-check", []],
    ]),
  );
});

test("every check of every lab has hints", async () => {
  for (const { id, checks } of await readCourse())
    for (const check of checks) {
      const work = workWith({ [check.id]: "fail" });
      expect(await nextHint(id, work), `${id} ${check.id}`).toHaveProperty("hint");
    }
});
