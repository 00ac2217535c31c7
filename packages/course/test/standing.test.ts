import { expect, test } from "vitest";

import { standings } from "../src/standing.ts";
import { labsOf } from "../src/work.ts";
import type { RecordedEvent } from "../src/journal-event.ts";

const at = "2026-11-21T10:00:00.000Z";
const course = ["01", "02", "03"].map((id) => ({ id, title: id, summary: "", minutes: 1, points: 10 }));
const started = (lab: string): RecordedEvent => ({ at, event: "started", lab, folder: lab });
const done = (lab: string): RecordedEvent => ({
  at,
  event: "checked",
  lab,
  score: 10,
  maxScore: 10,
  checks: {},
});

const states = (...events: RecordedEvent[]) =>
  standings(course, { folder: "/work", labs: labsOf("/work", events) }).map(({ state }) => state);

test("the first lab is next where nothing was done", () => {
  expect(states()).toEqual(["next", "open", "open"]);
});

test("the lab that was worked on last is next, wherever it is in the course", () => {
  expect(states(started("03"), started("02"))).toEqual(["open", "next", "started"]);
});

test("behind a lab that is done, the first that is not is next", () => {
  expect(states(started("02"), done("03"))).toEqual(["next", "started", "done"]);
});

test("nothing is next where all is done, and a lab that is not in the course changes nothing", () => {
  expect(states(done("01"), done("02"), done("03"), started("99"))).toEqual(["done", "done", "done"]);
  expect(states(started("99"))).toEqual(["next", "open", "open"]);
});
