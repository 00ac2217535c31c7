import type { Gradebook, GradebookRow } from "@shipshape/core";
import { cut, plainLook } from "@shipshape/report";
import { expect, test } from "vitest";

import { summaryOf } from "../src/grade/summary.ts";

const row = (id: string, parts: Partial<GradebookRow> = {}): GradebookRow => ({
  learner: { id, name: id, columns: {} },
  attempts: [],
  state: "graded",
  score: 10,
  verdicts: ["pass", "pass"],
  sameAs: [],
  ...parts,
});

const fellShort = { score: 4, verdicts: ["pass", "fail"] } satisfies Partial<GradebookRow>;
const none = { score: null, verdicts: [] } satisfies Partial<GradebookRow>;

const book = (rows: GradebookRow[]): Gradebook => ({
  version: 1,
  lab: "06-image-size",
  labTitle: "A small image",
  maxScore: 10,
  checks: [
    { id: "image-builds", title: "The image builds", maxScore: 4 },
    { id: "image-size", title: "The image is `small`", maxScore: 6 },
  ],
  rows,
  ignored: [],
});

const everyState = book([
  row("anna"),
  row("bob", fellShort),
  row("carl", { ...fellShort, overridden: { earned: 4, comment: "Ill" }, score: 8 }),
  row("dora", { ...none, state: "refused", score: 0 }),
  row("emil", { ...none, state: "missing" }),
  row("fay", { ...none, state: "undecided", reason: "`fay.zip` and `fay.tar` tell no time." }),
  row("gus", { ...none, state: "error", reason: "The engine does not answer." }),
]);

test("the summary counts, names whom somebody has to look after, and says where everything is", () => {
  expect(summaryOf(everyState, "out", plainLook)).toBe(`06-image-size, A small image: 7 learners
  1 passed every check
  2 fell short
  1 refused: nothing that they handed in can be read
  1 missing: they handed nothing in
  1 undecided: a person has to say what counts
  1 not graded because of an error of ours
  1 of these with a score of yours, from overrides.csv

Of those who have a score: mean 5.5, median 6 of 10 points.
Checks that failed most often, of 3 learners: image-size 2.

Not graded because of an error of ours, and without a score:
  gus: The engine does not answer.
Type the same command again: it grades these alone. Where it stays so, ask
./shipshape doctor.

Undecided, and without a score:
  fay: \`fay.zip\` and \`fay.tar\` tell no time.
Take what does not count out of the class's folder and grade again, or give a
score in overrides.csv.

out/overview.html  the class on one page
out/gradebook.csv  the scores, for a spreadsheet
out/learners  a report for each learner
out/overrides.csv  for scores that you decide otherwise

For Canvas or Moodle, give the same command again with that system's own export
as the roster: --roster FILE. Nothing is graded twice.
`);
});

test("a class in which all passed needs nobody", () => {
  const summary = summaryOf(book([row("anna"), row("bob")]), "out", plainLook);
  expect(summary).toContain(": 2 learners\n  2 passed every check\n\n");
  expect(summary).not.toMatch(/error|[Uu]ndecided|failed/);
});

test("a class in which nobody was graded has no mean", () => {
  expect(summaryOf(book([row("emil", { ...none, state: "missing" })]), "out", plainLook)).not.toMatch(
    /mean|NaN/,
  );
  expect(summaryOf(book([]), "out", plainLook)).not.toMatch(/mean|NaN/);
});

test("who has a score from a person needs nobody any more", () => {
  const given = row("gus", {
    state: "error",
    score: 5,
    verdicts: [],
    overridden: { earned: null, comment: "" },
  });
  expect(summaryOf(book([given]), "out", plainLook)).not.toContain("without a score:");
});

test("of many errors the first ten are named", () => {
  const rows = Array.from({ length: 14 }, (_, at) => row(`gus-${at}`, { ...none, state: "error" }));
  const summary = summaryOf(book(rows), "out", plainLook);
  expect(summary.match(/gus-/g)).toHaveLength(10);
  expect(summary).toContain("  and 4 more: overview.html names them all.\n");
});

const hostile = "\u202Eg\u001B[31mus\n" + "汉".repeat(200);

test.each([20, 40, 80])("at %i columns only paths and commands are wider", (columns) => {
  const rows = [
    ...everyState.rows,
    row(hostile, { ...none, state: "error", reason: `It is \`${hostile}\`.` }),
  ];
  const look = { ...plainLook, columns };
  const wider = summaryOf(book(rows), "out", look)
    .split("\n")
    .filter((line) => line !== cut(line, columns, look) && !/^ {2}\.\/shipshape/.test(line));
  expect(wider).toEqual([]);
});

test("a hostile name stays on its line and brings no control codes", () => {
  const summary = summaryOf(
    book([row(hostile, { ...none, state: "error", reason: "No." })]),
    "out",
    plainLook,
  );
  expect(summary).not.toMatch(/[\u001B\u202E]/);
  expect(summary).toMatch(/\n {2}\uFFFDgus 汉+…: No\.\n/);
});

const columns = { Student: "Anna", ID: "4711", "SIS Login ID": "anna", Section: "A" };
const inCanvas = row("anna", { learner: { id: "anna", name: "Anna", columns } });

const formatFor = (rows: GradebookRow[]) => /--format \w+/.exec(summaryOf(book(rows), "out", plainLook))?.[0];

test("the next command is one that this class's roster makes work", () => {
  const moodle = row("anna", { learner: { id: "anna", name: "Anna", columns: { Username: "anna" } } });
  expect(formatFor([inCanvas, row("bob")])).toBe("--format canvas");
  expect(formatFor([moodle])).toBe("--format moodle");
  expect(formatFor([row("anna")])).toBeUndefined();
});

test("what a person should know beside the scores is counted", () => {
  const attempt = { entry: "anna.zip", late: true, note: "Nobody on the roster is called `anna`." };
  const error = { ...none, state: "error" as const, attempts: [{ ...attempt, late: false }], counts: 0 };
  const rows = [row("anna", { attempts: [attempt], counts: 0 }), row("ben", error)];
  const ignored = [{ entry: "notes", reason: "It is a link." }];
  const summary = summaryOf({ ...book(rows), ignored }, "out", plainLook);
  expect(summary).toContain("  1 of these handed in late\n");
  expect(summary).toContain("  1 of these with a note: overview.html has it\n");
  expect(summary).toContain("\n1 thing in the class's folder belongs to no learner");
});

test("a folder's name is quoted for the shell", () => {
  expect(summaryOf(book([inCanvas]), "my class", plainLook)).toContain(
    "gradebook 'my class' --format canvas\n",
  );
});
