import { type Report, sayIn, type Verdict, visible } from "@shipshape/core";
import XmlBuilder from "fast-xml-builder";

import { type Look, plainLook } from "./look.ts";
import { explained } from "./markdown.ts";
import { cutTo, plainLine, plainText } from "./plain-text.ts";

/** Readers cut what is longer; so each text is cut here, where it can be seen. */
const longest = 20_000;
const longestLine = 500;

const builder = new XmlBuilder({
  attributeNamePrefix: "@",
  ignoreAttributes: false,
  format: true,
  suppressEmptyNode: true,
  // Else a submission whose name is `true` makes an attribute without a value.
  suppressBooleanAttributes: false,
});

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
    "@name": line(sayIn(look.language)`Lab ${lab}: ${labTitle}`),
    ...totals,
    "@skipped": count("skip"),
    properties: { property: properties(report) },
    testcase: checks.map((verdict) => testCase(report, verdict, look)),
    ...(notes.length > 0 && {
      "system-out": text(notes.map((note) => plainText(note, look)).join("\n\n")),
    }),
  };
  return builder.build({
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    testsuites: { "@name": "shipshape", ...totals, testsuite: suite },
  });
}

function properties({ lab, submission, state, score, maxScore, evidenceDigest, language }: Report) {
  const values = { lab, submission, state, score: score ?? "withheld", maxScore, evidenceDigest, language };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ "@name": name, "@value": line(String(value)) }));
}

function testCase({ lab, submission }: Report, verdict: Verdict, look: Pick<Look, "language">) {
  const words = {
    "@name": line(`${verdict.id}: ${plainLine(verdict.title)}`),
    // Readers take what is before the last dot for a package.
    "@classname": line(`${lab}.${submission.replaceAll(".", "_")}`),
  };
  const seen = plainText(verdict.message, look);
  const outcome = { "@message": line(seen.split("\n\n", 1)[0] ?? ""), "@type": verdict.id };
  switch (verdict.status) {
    case "pass":
      return words;
    case "fail":
      return {
        ...words,
        failure: {
          ...outcome,
          "#text": text(plainText(explained(verdict, look.language).join("\n\n"), look)),
        },
      };
    case "skip":
      return { ...words, skipped: outcome };
    case "error":
      return { ...words, error: { ...outcome, "#text": text(seen) } };
  }
}

/** An attribute's value: a new line in it would be read as a space anyway. */
function line(value: string): string {
  return cutTo(text(value).replaceAll(/\s+/g, " ").trim(), longestLine);
}

/** Text without the characters that XML forbids even where they are escaped. */
function text(value: string): string {
  return cutTo(visible(value).replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD"), longest);
}
