import { type Gradebook, type GradebookRow, type Say, sayIn } from "@shipshape/core";

import { junitDocument, junitProperties, xmlLine } from "../junit-xml.ts";
import { plainLine } from "../plain-text.ts";
import type { GradebookOptions } from "./renderer.ts";
import { countedAttempt, reasonOf } from "./row.ts";

type Verdict = GradebookRow["verdicts"][number];

/** The class as JUnit XML: a suite for each learner, and a test case for each check. It holds no times. */
export function renderGradebookJunit(gradebook: Gradebook, options: GradebookOptions): string {
  const suites = gradebook.rows.map((row) => suite(gradebook, row, options));
  const sum = (name: "@tests" | "@failures" | "@errors") =>
    suites.reduce((total, each) => total + each[name], 0);
  return junitDocument({
    "@name": "shipshape",
    "@tests": sum("@tests"),
    "@failures": sum("@failures"),
    "@errors": sum("@errors"),
    testsuite: suites,
  });
}

function suite(gradebook: Gradebook, row: GradebookRow, options: GradebookOptions) {
  const verdicts = gradebook.checks.map((_, at) => row.verdicts[at] ?? unjudged(row));
  const count = (status: Verdict) => verdicts.filter((verdict) => verdict === status).length;
  return {
    "@name": xmlLine(row.learner.id),
    "@tests": verdicts.length,
    "@failures": count("fail"),
    "@errors": count("error"),
    "@skipped": count("skip"),
    properties: { property: properties(gradebook, row) },
    testcase: verdicts.map((verdict, at) => testCase(gradebook, row, verdict, at, options)),
  };
}

/** What each check stands at where there are no verdicts. */
function unjudged({ state }: GradebookRow): Verdict {
  switch (state) {
    case "graded":
    case "error":
      return "error";
    case "refused":
      return "fail";
    case "missing":
    case "undecided":
      return "skip";
  }
}

function properties({ lab, maxScore }: Gradebook, row: GradebookRow) {
  const { learner, state, score, overridden, sameAs } = row;
  const attempt = countedAttempt(row);
  return junitProperties({
    lab,
    name: learner.name,
    state,
    score: score ?? undefined,
    maxScore,
    late: attempt && String(attempt.late),
    entry: attempt?.entry,
    submission: attempt?.submission,
    overridden: overridden?.comment,
    sameAs: sameAs.length > 0 ? sameAs.join(", ") : undefined,
  });
}

function testCase(
  { lab, checks }: Gradebook,
  row: GradebookRow,
  verdict: Verdict,
  at: number,
  { language }: GradebookOptions,
) {
  const { id = "", title = "" } = checks[at] ?? {};
  const say = sayIn(language);
  const words = {
    "@name": xmlLine(`${id}: ${plainLine(title)}`),
    // Readers take what is before the last dot for a package.
    "@classname": xmlLine(`${lab}.${row.learner.id.replaceAll(".", "_")}`),
  };
  const outcome = (otherwise: string) => ({
    "@message": xmlLine((isWhy(row, verdict) && reasonOf(row, language)) || otherwise),
    "@type": id,
  });
  switch (verdict) {
    case "pass":
      return words;
    case "fail":
      return { ...words, failure: outcome(say`It failed; the learner's report says why.`) };
    case "skip":
      return { ...words, skipped: outcome(whySkipped(row.state, say)) };
    case "error":
      return { ...words, error: outcome(say`It was not judged because of our error.`) };
  }
}

/** What our side failed on says nothing of the checks that could be judged all the same. */
const isWhy = ({ state }: GradebookRow, verdict: Verdict): boolean =>
  state !== "error" || verdict === "error";

function whySkipped(state: GradebookRow["state"], say: Say): string {
  return state === "missing"
    ? say`Nothing was handed in.`
    : say`It was skipped; the learner's report says why.`;
}
