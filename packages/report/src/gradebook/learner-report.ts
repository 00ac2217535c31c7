import {
  codeSpan,
  formatScore,
  type Gradebook,
  type GradebookRow,
  type Language,
  Markdown,
  md,
  type Report,
} from "@shipshape/core";

import { countedAttempt } from "./row.ts";

/**
 * The report of a learner as the gradebook has it: with the score that counts, which a person may have decided, and
 * with notes that say so and that it was late. A learner without a report of their own gets one without verdicts.
 * @param report the one of the submission that counts, where it was graded
 * @returns undefined where there is nothing to tell: nothing was handed in, or nobody has decided what counts
 */
export function learnerReport(
  gradebook: Gradebook,
  row: GradebookRow,
  report: Report | undefined,
  language: Language,
): Report | undefined {
  if (row.score === null && (row.state === "missing" || row.state === "undecided")) return undefined;
  const own = report !== undefined && isOf(row, report) ? report : withoutVerdicts(gradebook, row, language);
  return {
    ...own,
    submission: row.learner.id,
    score: row.score,
    notes: [...notesOf(row, language), ...own.notes],
  };
}

/** A report with a score, of a learner whose score an error withholds, is one of an earlier time. */
const isOf = ({ state }: GradebookRow, { score }: Report): boolean =>
  state === "graded" || (state === "error" && score === null);

function withoutVerdicts(
  { lab, labTitle, maxScore, checks }: Gradebook,
  row: GradebookRow,
  language: Language,
): Report {
  const ours = row.state === "error";
  const message = row.reason ?? "";
  return {
    version: 1,
    language: language.code,
    lab,
    labTitle,
    submission: row.learner.id,
    state: ours ? "infrastructure" : "submission-invalid",
    score: row.score,
    maxScore,
    checks: checks.map((check) => ({ ...check, status: ours ? "error" : "skip", score: 0, message })),
    notes: [],
    evidenceDigest: "",
    timings: {},
  };
}

function notesOf(row: GradebookRow, language: Language): string[] {
  const { score, overridden } = row;
  const notes = [
    ...(countedAttempt(row)?.late === true ? [md`Handed in after the deadline.`] : []),
    ...(overridden && score !== null ? [decision(score, overridden)] : []),
  ];
  return notes.map((note) => note.in(language));
}

/** A comment may be left out. */
function decision(score: number, { earned, comment }: NonNullable<GradebookRow["overridden"]>): Markdown {
  const why = comment.trim() && new Markdown(codeSpan(comment, Number.POSITIVE_INFINITY));
  if (earned === null)
    return why
      ? md`A person decided on a score of ${points(score)}: ${why}.`
      : md`A person decided on a score of ${points(score)}.`;
  return why
    ? md`A person decided on a score of ${points(score)} in the place of ${points(earned)}: ${why}.`
    : md`A person decided on a score of ${points(score)} in the place of ${points(earned)}.`;
}

const points = (score: number) => new Markdown((language) => formatScore(score, language));
