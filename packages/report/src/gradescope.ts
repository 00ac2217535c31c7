import type { Report, Verdict } from "@shipshape/core";

import { checkName, checkWords, cutMarkdown, longestText, openingWords } from "./check-words.ts";
import { type Look, plainLook } from "./look.ts";

type Words = Pick<Look, "language">;

/**
 * The report as `results.json` of a Gradescope autograder
 * (https://gradescope-autograders.readthedocs.io/en/latest/specs/): a test for each check, and all of it visible, since
 * one hidden test hides the learner's total. The score on top is what counts, whatever the tests add up to.
 *
 * Where an error of ours withholds the score there is none, neither on top nor on a test: Gradescope then has nothing
 * that it could record, while a part of the points would be taken for the whole.
 */
export function renderGradescope(report: Report, look: Words = plainLook): string {
  const { lab, score, checks, timings, evidenceDigest } = report;
  const results = {
    ...(score !== null && { score }),
    execution_time: Object.values(timings).reduce((total, ms) => total + ms, 0) / 1000,
    output: cutMarkdown(openingWords(report, look), longestText, look),
    output_format: "md",
    test_output_format: "md",
    test_name_format: "text",
    visibility: "visible",
    tests: checks.map((verdict, at) => testOf(verdict, at, report, look)),
    extra_data: { lab, evidenceDigest },
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function testOf(verdict: Verdict, at: number, { score: total }: Report, look: Words) {
  const { id, status, score, maxScore } = verdict;
  const output = cutMarkdown(checkWords(verdict, look), longestText, look);
  return {
    ...(total !== null && { score }),
    max_score: maxScore,
    // A status of an error of ours would be one of the learner's work.
    ...(status !== "error" && { status: status === "pass" ? "passed" : "failed" }),
    name: checkName(verdict),
    name_format: "text",
    number: String(at + 1),
    ...(output && { output, output_format: "md" }),
    tags: [id],
    visibility: "visible",
  };
}
