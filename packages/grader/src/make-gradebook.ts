import {
  type Attempt,
  type Check,
  type Gradebook,
  type GradebookRow,
  type Language,
  type Learner,
  md,
  type Report,
  type Rubric,
} from "@shipshape/core";
import { countedAttempt } from "@shipshape/report";

import type { KeptIntake } from "./class-intake.ts";
import { type Counting, countingAttempts } from "./counting-attempts.ts";
import { compare, isLate } from "./intake/choose-attempt.ts";
import type { TakenAttempt } from "./intake/intake.ts";
import type { Override } from "./overrides.ts";

export type GradebookRequest = KeptIntake & {
  readonly rubric: Rubric;
  /** Every check there is, by id. */
  readonly checks: ReadonlyMap<string, Check>;
  /** By the submission's digest. */
  readonly reports: ReadonlyMap<string, JudgedReport>;
  /** By the learner's id. */
  readonly overrides: ReadonlyMap<string, Override>;
  readonly language: Language;
};

/** What a gradebook takes from a report. */
export type JudgedReport = Pick<Report, "state" | "score" | "checks" | "image">;

/** What came of the attempt that counts. */
type Result = Pick<
  GradebookRow,
  "state" | "reason" | "score" | "run" | "verdicts" | "imageBytes" | "addedBytes"
>;

/** Puts together what a class earned, from nothing but what was kept of it: the same every time. */
export function makeGradebook(request: GradebookRequest): Gradebook {
  const { rubric, checks, intake, deadline, language } = request;
  const counting = countingAttempts(intake, deadline);
  const rows = intake.learners
    .map((learner) => rowOf(learner, counting.get(learner.id), request))
    .toSorted((a, b) => compare(a.learner.id, b.learner.id));
  return {
    version: 1,
    lab: rubric.id,
    labTitle: rubric.title,
    maxScore: rubric.checks.reduce((total, { points }) => total + points, 0),
    ...(deadline !== undefined && { deadline }),
    checks: rubric.checks.map(({ id, points }) => ({
      id,
      title: language.translate(checks.get(id)?.title ?? id),
      maxScore: points,
    })),
    rows: withSharers(rows),
    ignored: intake.ignored.map(({ entry, reason }) => ({ entry, reason: language.translateFilled(reason) })),
  };
}

function rowOf(learner: Learner, counting: Counting | undefined, request: GradebookRequest): GradebookRow {
  const { intake, deadline, overrides, language } = request;
  const attempts = intake.attempts.get(learner.id) ?? [];
  const { state, reason, score, ...rest } = resultOf(counting, request);
  const override = overrides.get(learner.id);
  return {
    learner,
    attempts: attempts.map((attempt) => attemptOf(attempt, deadline, language)),
    ...(counting && "index" in counting && { counts: counting.index }),
    state,
    ...(reason !== undefined && { reason }),
    score: override ? override.score : score,
    ...(override && { overridden: { earned: score, comment: override.comment } }),
    ...rest,
    sameAs: [],
  };
}

function resultOf(counting: Counting | undefined, { reports, errors, language }: GradebookRequest): Result {
  if (!counting) return { state: "missing", score: null, verdicts: [] };
  if ("undecided" in counting)
    return { state: "undecided", reason: counting.undecided.in(language), score: null, verdicts: [] };
  const { submission, note = "" } = counting.attempt;
  // What cannot be read earns nothing, and is told apart from what was graded and earned nothing.
  if (submission === undefined)
    return { state: "refused", reason: language.translateFilled(note), score: 0, verdicts: [] };
  const error = Object.hasOwn(errors, submission) ? errors[submission] : undefined;
  const report = reportBeside(error, reports.get(submission));
  const reason = error === undefined ? whyWithheld(report, language) : language.translateFilled(error);
  return {
    ...(reason === undefined ? { state: "graded" } : { state: "error", reason }),
    score: reason === undefined && report ? report.score : null,
    ...(report && { run: report.state }),
    verdicts: report?.checks.map(({ status }) => status) ?? [],
    ...(report?.image && { imageBytes: report.image.bytes, addedBytes: report.image.addedBytes }),
  };
}

/** What has a score although our side failed is of an earlier grading, and would pass checks that nobody looked at. */
const reportBeside = (error: string | undefined, report: JudgedReport | undefined) =>
  error === undefined || report?.score === null ? report : undefined;

/** Why a submission that nothing failed on has no score all the same. A report's own words are translated already. */
function whyWithheld(report: JudgedReport | undefined, language: Language): string | undefined {
  if (!report)
    return md`It was not graded to its end, or what was kept of it is damaged: grade the class again.`.in(
      language,
    );
  if (report.score !== null) return undefined;
  return report.checks.find(({ status }) => status === "error")?.message ?? "";
}

function attemptOf(taken: TakenAttempt, deadline: string | undefined, language: Language): Attempt {
  const { entry, at, submission, note } = taken;
  return {
    entry,
    ...(at !== undefined && { at }),
    late: isLate(taken, deadline === undefined ? undefined : new Date(deadline)),
    ...(submission !== undefined && { submission }),
    ...(note !== undefined && { note: language.translateFilled(note) }),
  };
}

/** So many are named with each learner: were it all, what a class of copies takes would grow with its square. */
const mostSharers = 20;

/** Names with each learner others whose counting attempt holds the very same bytes. */
function withSharers(rows: readonly GradebookRow[]): GradebookRow[] {
  const holders = Map.groupBy(rows, (row) => countedAttempt(row)?.submission);
  return rows.map((row) => {
    const submission = countedAttempt(row)?.submission;
    if (submission === undefined) return row;
    const first = holders.get(submission)?.slice(0, mostSharers + 1) ?? [];
    const others = first.filter((other) => other !== row).slice(0, mostSharers);
    return { ...row, sameAs: others.map(({ learner }) => learner.id) };
  });
}
