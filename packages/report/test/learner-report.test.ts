import { english, type GradebookRow, reportSchema } from "@shipshape/core";
import { expect, test } from "vitest";

import {
  learnerReport,
  renderGradescope,
  renderHtml,
  renderMarkdown,
  renderPrairieLearn,
} from "../src/index.ts";
import { gradebook, gradedRow, overriddenRow } from "./gradebooks.ts";
import { fellShort, ourError } from "./reports.ts";

const [, refused, missing, undecided, error] = gradebook.rows as [
  GradebookRow,
  GradebookRow,
  GradebookRow,
  GradebookRow,
  GradebookRow,
];
const of = (row: GradebookRow, report = row.state === "graded" ? fellShort : undefined) =>
  learnerReport(gradebook, row, report, english);

test("a learner's report has the learner's name and the score that counts", () => {
  expect(of(gradedRow)).toEqual({ ...fellShort, submission: "anna-b", score: 6.5 });
});

test("what a person decided counts in every format, and is said with what was late", () => {
  const report = of(overriddenRow)!;
  expect(renderMarkdown(report)).toContain("**9 of 8 points**");
  expect(report.notes.slice(0, 2)).toEqual([
    "Handed in after the deadline.",
    "A person decided on a score of 9 in the place of 6.5: `Sick on that day`.",
  ]);
  expect(JSON.parse(renderGradescope(report)).score).toBe(9);
});

test("a person who decides without a comment is quoted with none", () => {
  const silent = { ...overriddenRow, overridden: { earned: 6.5, comment: "" } };
  expect(of(silent)?.notes).toContain("A person decided on a score of 9 in the place of 6.5.");
});

test("a comment is said in full, however long it is", () => {
  const words = Array.from({ length: 60 }, (_, at) => `word-${at}`).join(" ");
  const long = { ...overriddenRow, overridden: { earned: null, comment: `${words}\n${"x".repeat(200)}` } };
  const note = of(long)!.notes[1]!.replaceAll("`", "");
  expect(note).toContain(words);
  expect(note.replaceAll(" ", "")).toContain("x".repeat(200));
});

test("what was refused is a report of nothing that could be looked at, for no points", () => {
  const report = of(refused)!;
  expect(reportSchema.parse(report)).toEqual(report);
  expect(report).toMatchObject({ score: 0, maxScore: 10, state: "submission-invalid" });
  expect(JSON.parse(renderPrairieLearn(report))).toMatchObject({
    gradable: false,
    format_errors: ["The archive `Björn.zip` cannot be read."],
  });
});

test("a report of nothing is in the reader's language, and says so", () => {
  const report = learnerReport(gradebook, refused, undefined, { ...english, code: "de" });
  expect(renderHtml(report!)).toContain('<html lang="de">');
});

test("an error of ours withholds the score, whatever an earlier report says", () => {
  for (const report of [of(error), of(error, fellShort), of(error, ourError)])
    expect(report).toMatchObject({ score: null, state: "infrastructure" });
  expect(of(error, ourError)?.checks).toEqual(ourError.checks);
});

test("there is none where nothing counts, unless a person gave points", () => {
  expect(of(missing)).toBeUndefined();
  expect(of(undecided)).toBeUndefined();
  const given = { ...missing, score: 5, overridden: { earned: null, comment: "Shown in class" } };
  expect(of(given)).toMatchObject({
    score: 5,
    notes: ["A person decided on a score of 5: `Shown in class`."],
  });
});
