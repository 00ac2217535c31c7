import { type Report, sayIn, type Verdict, visible } from "@shipshape/core";

import { checkName, checkWords, longestText } from "./check-words.ts";
import { type Look, plainLook } from "./look.ts";
import { cutTo, plainText } from "./plain-text.ts";
import { inRepository } from "./repository-path.ts";
import { ourSide } from "./words.ts";

type Words = Pick<Look, "language" | "folder">;

/**
 * The report as the `result` of a grader of GitHub Classroom, which `autograding-grading-reporter` reads: JSON in
 * base64, on one line. The reporter adds up the tests' scores, and every grader's `max_score`; so both are always
 * there, or the class's denominator would shrink. It cannot withhold a score: after an error of ours the status is
 * `error`, which fails the job, and the points are those that were earned so far.
 */
export function renderGithubClassroom(report: Report, look: Words = plainLook): string {
  const { maxScore, checks } = report;
  const tests = [...checks.map((verdict) => testOf(verdict, look)), ...decided(report, look)];
  const result = { version: 1, status: statusOf(report), max_score: maxScore, tests };
  return `${Buffer.from(JSON.stringify(result)).toString("base64")}\n`;
}

function statusOf({ score, checks }: Report): "pass" | "fail" | "error" {
  if (score === null) return "error";
  return checks.every(({ status }) => status === "pass") ? "pass" : "fail";
}

function testOf(verdict: Verdict, look: Words) {
  const { id, status, score, where } = verdict;
  const words = plainText(checkWords(verdict, look), look);
  const message = status === "error" ? `${ourSide(sayIn(look.language))}\n\n${words}` : words;
  return {
    name: harmless(checkName(verdict)),
    status: status === "skip" ? "error" : status,
    score,
    message: harmless(cutTo(message, longestText)),
    test_code: `./shipshape explain ${id}`,
    filename: where ? visible(inRepository(where.file, look)) : "",
    line_no: where?.line ?? 0,
  };
}

/** What a person gave beside what the checks gave, so that the scores add up to what counts. */
function decided({ score, checks, notes }: Report, look: Words) {
  if (score === null) return [];
  const given = score - checks.reduce((total, check) => total + check.score, 0);
  if (Math.abs(given) < 1e-9) return [];
  const message = harmless(cutTo(notes.map((note) => plainText(note, look)).join("\n\n"), longestText));
  const name = sayIn(look.language)`Points that a person gave`;
  return [{ name, status: "pass", score: given, message, test_code: "", filename: "", line_no: 0 }];
}

/** The reporter writes it to the job's log, where the runner takes `::error::` and `##[error]` for its commands. */
function harmless(text: string): string {
  return text.replaceAll(/^([^\S\n]*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}
