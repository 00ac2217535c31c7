import { checksById } from "@shipshape/checks";
import { english, gradebookSchema, judge, type Rubric } from "@shipshape/core";
import { expect, test } from "vitest";

import { type GradebookRequest, makeGradebook } from "../src/make-gradebook.ts";
import { classOf, evidenceOf, taken } from "./class-of.ts";

const rubric: Rubric = {
  id: "05-venv-non-root",
  title: "A virtual environment",
  checks: [
    { id: "image-builds", points: 3, options: {} },
    { id: "work-directory", points: 2, options: {} },
  ],
};

const ofChecks = (...ids: string[]): Rubric => ({
  ...rubric,
  checks: rubric.checks.filter(({ id }) => ids.includes(id)),
});

const reportOf = (digest: string, state: "completed" | "build-failed", by = ofChecks("image-builds")) =>
  [digest, judge(by, evidenceOf(digest, state), checksById)] as const;

function gradebook(request: Partial<GradebookRequest>) {
  const made = makeGradebook({
    rubric: ofChecks("image-builds"),
    checks: checksById,
    intake: classOf({}),
    errors: {},
    reports: new Map(),
    overrides: new Map(),
    language: english,
    ...request,
  });
  expect(gradebookSchema.parse(made)).toEqual(made);
  return made;
}

const rowOf = (request: Partial<GradebookRequest>) => gradebook(request).rows[0];

test("a learner earns what the report of the attempt that counts says", () => {
  expect(
    rowOf({
      intake: classOf({
        anna: [
          taken("anna-1", { at: "2026-11-19T10:00:00.000Z", submission: "early" }),
          taken("anna-2", { at: "2026-11-20T10:00:00.000Z", submission: "newer" }),
        ],
      }),
      reports: new Map([reportOf("newer", "completed")]),
    }),
  ).toMatchObject({ state: "graded", score: 3, counts: 1, run: "completed", verdicts: ["pass"] });
});

test("an attempt after the deadline is kept, marked late, and does not count", () => {
  const row = rowOf({
    deadline: "2026-11-19T18:00:00.000Z",
    intake: classOf({
      anna: [
        taken("anna-1", { at: "2026-11-19T10:00:00.000Z", submission: "early" }),
        taken("anna-2", { at: "2026-11-20T10:00:00.000Z", submission: "newer" }),
      ],
    }),
    reports: new Map([reportOf("early", "completed")]),
  });
  expect(row?.counts).toBe(0);
  expect(row?.attempts.map(({ late }) => late)).toEqual([false, true]);
});

test("nothing handed in is missing and has no score", () => {
  expect(rowOf({ intake: classOf({ anna: [] }) })).toMatchObject({ state: "missing", score: null });
});

test("what cannot be read is refused with its reason and earns nothing", () => {
  expect(
    rowOf({ intake: classOf({ anna: [taken("anna.zip", { note: "It is no archive." })] }) }),
  ).toMatchObject({ state: "refused", reason: "It is no archive.", score: 0, verdicts: [] });
});

test("where nothing tells which attempt counts, a person is asked", () => {
  const row = rowOf({
    intake: classOf({ anna: [taken("a", { submission: "1" }), taken("b", { submission: "2" })] }),
  });
  expect(row).toMatchObject({ state: "undecided", score: null, reason: expect.stringContaining("`a`") });
  expect(row?.counts).toBeUndefined();
});

test("an error of ours withholds the score, whatever is known of the submission", () => {
  const intake = classOf({ anna: [taken("a", { submission: "1" })] });
  const withheld = { state: "error", score: null };
  const reports = new Map([reportOf("1", "completed")]);
  expect(rowOf({ intake, reports, errors: { 1: "The engine failed." } })).toMatchObject({
    ...withheld,
    reason: "The engine failed.",
    verdicts: [],
  });
  expect(rowOf({ intake })).toMatchObject({
    ...withheld,
    reason: expect.stringContaining("grade the class"),
  });
  expect(
    rowOf({ intake, reports: new Map([reportOf("1", "completed", ofChecks("work-directory"))]) }),
  ).toMatchObject({ ...withheld, reason: expect.stringContaining("gathered without the section") });
});

test("a person's score counts in every state, and what was earned stays beside it", () => {
  const intake = classOf({
    error: [taken("e", { submission: "e" })],
    graded: [taken("g", { submission: "g" })],
    missing: [],
    refused: [taken("r", { note: "No." })],
  });
  const overrides = new Map(intake.learners.map(({ id }) => [id, { score: 7.5, comment: "seen in class" }]));
  const { rows } = gradebook({ intake, overrides, reports: new Map([reportOf("g", "completed")]) });
  expect(rows.map(({ state, score, overridden }) => [state, score, overridden?.earned])).toEqual([
    ["error", 7.5, null],
    ["graded", 7.5, 3],
    ["missing", 7.5, null],
    ["refused", 7.5, 0],
  ]);
  expect(rows[0]?.overridden?.comment).toBe("seen in class");
});

test("learners who handed in the same bytes are graded alike and told apart", () => {
  const intake = classOf({
    b: [taken("b", { submission: "same" })],
    a: [taken("a", { submission: "same" })],
    c: [taken("c", { submission: "other" })],
  });
  const reports = new Map([reportOf("same", "completed"), reportOf("other", "build-failed")]);
  const { rows } = gradebook({ intake, reports });
  expect(rows.map(({ learner, score, sameAs }) => [learner.id, score, sameAs])).toEqual([
    ["a", 3, ["b"]],
    ["b", 3, ["a"]],
    ["c", 0, []],
  ]);
});

test("of a class that handed in one and the same, each learner has no more than twenty others beside them", () => {
  const ids = Array.from({ length: 30 }, (_, at) => String(100 + at));
  const intake = classOf(Object.fromEntries(ids.map((id) => [id, [taken(id, { submission: "same" })]])));
  const { rows } = gradebook({ intake, reports: new Map([reportOf("same", "completed")]) });
  expect(rows[3]?.sameAs).toEqual([...ids.slice(0, 3), ...ids.slice(4, 21)]);
  expect(rows[29]?.sameAs).toEqual(ids.slice(0, 20));
});

test("learners are sorted by code units, which no machine's language changes", () => {
  const { rows } = gradebook({ intake: classOf({ ä: [], b: [], Z: [], "10": [], "9": [], a: [] }) });
  expect(rows.map(({ learner }) => learner.id)).toEqual(["10", "9", "Z", "a", "b", "ä"]);
});

test("what stood in the folder and belongs to nobody is named", () => {
  expect(gradebook({}).ignored).toEqual([
    { entry: "notes.txt", reason: "It is neither a folder nor an archive." },
  ]);
});
