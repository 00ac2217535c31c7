import type { Report, Verdict } from "@shipshape/core";

import { checkName, checkWords, longestText } from "./check-words.ts";
import { type Look, plainLook } from "./look.ts";
import { markdownParts } from "./markdown.ts";
import { cutTo, plainText } from "./plain-text.ts";

type Words = Pick<Look, "language">;

/**
 * The report as `results.json` of an Exercism test runner, version 3
 * (https://exercism.org/docs/building/tooling/test-runners/interface): the checks in the order of the lab, since a
 * learner is shown the first that failed. It knows no points.
 *
 * It is an `error`, with a message and no tests, where no check could look at anything, and where an error of ours
 * withholds the score. A check that had to wait for another one is an `error` of its own.
 */
export function renderExercism(report: Report, look: Words = plainLook): string {
  const { checks } = report;
  const results = ran(report)
    ? {
        version: 3,
        status: checks.every(({ status }) => status === "pass") ? "pass" : "fail",
        message: null,
        tests: checks.map((verdict) => testOf(verdict, look)),
      }
    : { version: 3, status: "error", message: bounded(whyNothing(report, look), look), tests: [] };
  return `${JSON.stringify(results, null, 2)}\n`;
}

const ran = ({ score, checks }: Report): boolean =>
  score !== null && checks.some(({ status }) => status === "pass" || status === "fail");

function whyNothing(report: Report, { language }: Words): string {
  const { ours, skips, standing } = markdownParts(report, language, undefined);
  return [ours, skips].filter(Boolean).join("\n\n") || standing;
}

function testOf(verdict: Verdict, look: Words) {
  const { id, status } = verdict;
  return {
    name: checkName(verdict),
    // What a learner can look up of a test whose code is not theirs to read.
    test_code: `./shipshape explain ${id}`,
    status: status === "skip" ? "error" : status,
    message: status === "pass" ? null : bounded(checkWords(verdict, look), look),
  };
}

/** A message has to stay below 65,535, be it bytes: those of a UTF-16 unit are at most three. */
function bounded(markdown: string, look: Words): string {
  return cutTo(plainText(markdown, look), longestText);
}
