import { type Report, sayIn, type Verdict } from "@shipshape/core";

import { junitDocument, junitProperties, xmlLine, xmlText } from "./junit-xml.ts";
import { type Look, plainLook } from "./look.ts";
import { explained } from "./markdown.ts";
import { plainLine, plainText } from "./plain-text.ts";

/**
 * The report as JUnit XML, as CI servers read it: a suite for the submission, and a test case for each check. Its name
 * begins with the check's id, so that a history of it can be followed.
 */
export function renderJunit(report: Report, look: Pick<Look, "language"> = plainLook): string {
  const { lab, labTitle, checks, timings, notes } = report;
  const count = (status: Verdict["status"]) => checks.filter((verdict) => verdict.status === status).length;
  const seconds = Object.values(timings).reduce((total, ms) => total + ms, 0) / 1000;
  const totals = {
    "@tests": checks.length,
    "@failures": count("fail"),
    "@errors": count("error"),
    "@time": seconds.toFixed(3),
  };
  const suite = {
    "@name": xmlLine(sayIn(look.language)`Lab ${lab}: ${labTitle}`),
    ...totals,
    "@skipped": count("skip"),
    properties: { property: properties(report) },
    testcase: checks.map((verdict) => testCase(report, verdict, look)),
    ...(notes.length > 0 && {
      "system-out": xmlText(notes.map((note) => plainText(note, look)).join("\n\n")),
    }),
  };
  return junitDocument({ "@name": "shipshape", ...totals, testsuite: suite });
}

function properties({ lab, submission, state, score, maxScore, evidenceDigest, language }: Report) {
  const points = score ?? "withheld";
  return junitProperties({ lab, submission, state, score: points, maxScore, evidenceDigest, language });
}

function testCase({ lab, submission }: Report, verdict: Verdict, look: Pick<Look, "language">) {
  const words = {
    "@name": xmlLine(`${verdict.id}: ${plainLine(verdict.title)}`),
    // Readers take what is before the last dot for a package.
    "@classname": xmlLine(`${lab}.${submission.replaceAll(".", "_")}`),
  };
  const seen = plainText(verdict.message, look);
  const outcome = { "@message": xmlLine(seen.split("\n\n", 1)[0] ?? ""), "@type": verdict.id };
  switch (verdict.status) {
    case "pass":
      return words;
    case "fail":
      return {
        ...words,
        failure: {
          ...outcome,
          "#text": xmlText(plainText(explained(verdict, look.language).join("\n\n"), look)),
        },
      };
    case "skip":
      return { ...words, skipped: outcome };
    case "error":
      return { ...words, error: { ...outcome, "#text": xmlText(seen) } };
  }
}
