import type { Gradebook, GradebookRow } from "@shipshape/core";
import { expect, test } from "vitest";

import { changesFor } from "../src/class-changes.ts";

type Points = Readonly<Record<string, number>>;
type Rows = Readonly<Record<string, Pick<GradebookRow, "score" | "verdicts"> & Partial<GradebookRow>>>;

const gradebook = (checks: Points, rows: Rows): Gradebook => ({
  version: 1,
  lab: "05",
  labTitle: "A lab",
  maxScore: Object.values(checks).reduce((total, points) => total + points, 0),
  checks: Object.entries(checks).map(([id, maxScore]) => ({ id, title: id, maxScore })),
  rows: Object.entries(rows).map(([id, row]) => rowOf(id, row)),
  ignored: [],
});

const rowOf = (id: string, row: Rows[string]): GradebookRow => ({
  learner: { id, name: id, columns: {} },
  attempts: [],
  state: "graded",
  sameAs: [],
  ...row,
});

const before = gradebook(
  { size: 2, user: 3 },
  {
    anna: { score: 2, verdicts: ["pass", "fail"] },
    ben: { score: 5, verdicts: ["pass", "pass"] },
  },
);

test("nothing is told of a class that is as it was", () => {
  expect(changesFor(before, before)).toEqual([]);
});

test("a learner is named with the scores and with the checks whose verdicts changed", () => {
  const after = gradebook(
    { size: 2, user: 3 },
    { anna: { score: 5, verdicts: ["pass", "pass"] }, ben: { score: 5, verdicts: ["pass", "pass"] } },
  );
  expect(changesFor(before, after)).toEqual([
    {
      learner: "anna",
      name: "anna",
      score: { before: 2, after: 5 },
      state: { before: "graded", after: "graded" },
      byHand: { before: false, after: false },
      checks: [
        {
          id: "user",
          before: { verdict: "fail", points: 0, maxPoints: 3 },
          after: { verdict: "pass", points: 3, maxPoints: 3 },
        },
      ],
    },
  ]);
});

test("changed points are told of those who earned them", () => {
  const after = gradebook(
    { size: 2, user: 4 },
    { anna: { score: 2, verdicts: ["pass", "fail"] }, ben: { score: 6, verdicts: ["pass", "pass"] } },
  );
  expect(changesFor(before, after)).toMatchObject([{ learner: "ben", checks: [{ id: "user" }] }]);
});

test("a check that is new, and one that is gone, stand against nothing", () => {
  const after = gradebook(
    { size: 2, port: 1 },
    { anna: { score: 3, verdicts: ["pass", "pass"] }, ben: { score: 2, verdicts: ["pass", "fail"] } },
  );
  expect(changesFor(before, after)[0]?.checks).toMatchObject([
    { id: "user", after: null },
    { id: "port", before: null, after: { verdict: "pass" } },
  ]);
});

test("a score that a person decided on is a change without a check", () => {
  const after = gradebook(
    { size: 2, user: 3 },
    { anna: { score: 4, verdicts: ["pass", "fail"] }, ben: { score: 5, verdicts: ["pass", "pass"] } },
  );
  expect(changesFor(before, after)).toMatchObject([{ score: { before: 2, after: 4 }, checks: [] }]);
});

test("a learner who came to the class since had nothing before", () => {
  const after = gradebook({ size: 2, user: 3 }, { cem: { score: null, verdicts: [], state: "missing" } });
  expect(changesFor(before, after)).toMatchObject([
    { learner: "cem", score: { before: null, after: null }, state: { before: null, after: "missing" } },
  ]);
});
