import { type Report, sayIn, type Verdict } from "@shipshape/core";

import { checkName, checkWords, longestText, openingWords } from "./check-words.ts";
import { type Look, plainLook } from "./look.ts";
import { cutTo, plainLine, plainText } from "./plain-text.ts";
import { ourSide, statusWord } from "./words.ts";

type Words = Pick<Look, "language">;

/** PrairieLearn takes 1 MB; in JSON and UTF-8 a UTF-16 unit of visible text is at most three bytes. */
const room = 300_000;

/**
 * The report as `results.json` of an external grader of PrairieLearn
 * (https://prairielearn.readthedocs.io/en/latest/externalGrading/): the score is a share from 0 to 1. Every test has
 * its points, since one without them turns the points of all off.
 *
 * What could not be graded is not gradable, which costs the learner no attempt: where nothing was handed in that could
 * be built, and where an error of ours withholds the score.
 */
export function renderPrairieLearn(report: Report, look: Words = plainLook): string {
  const { checks } = report;
  const most = Math.min(longestText, Math.floor(room / (checks.length + 1) / 2));
  const results = {
    ...standing(report, look, most),
    message: cutTo(plainText(openingWords(report, look), look), most),
    tests: checks.map((verdict) => testOf(verdict, look, most)),
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function standing(report: Report, look: Words, most: number) {
  const { state, score, maxScore, checks } = report;
  if (score === null)
    return { gradable: false, format_errors: [cutTo(plainLine(ourSide(sayIn(look.language))), most)] };
  // A person may have given points even so.
  if (state === "submission-invalid" && score === 0) {
    const reason = checks.find(({ message }) => message !== "")?.message ?? "";
    return { gradable: false, format_errors: [cutTo(plainText(reason, look), most)] };
  }
  return { gradable: true, score: share(score, maxScore) };
}

/** PrairieLearn takes no more than all; a person may have given more. */
function share(score: number, maxScore: number): number {
  return maxScore > 0 ? Math.min(1, Math.max(0, score / maxScore)) : 1;
}

function testOf(verdict: Verdict, look: Words, most: number) {
  const { status, score, maxScore } = verdict;
  const message = cutTo(plainText(checkWords(verdict, look), look), most);
  return {
    name: cutTo(checkName(verdict), most),
    description: statusWord(status, sayIn(look.language)),
    points: score,
    max_points: maxScore,
    ...(message && { message }),
  };
}
