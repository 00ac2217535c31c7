import { exitStatus, type Report, sayIn } from "@shipshape/core";
import type { ClassEvent } from "@shipshape/grader";
import { duration, legibleLine, type Look, pointsOf, renderMessage, cut } from "@shipshape/report";

/** The line that stays of an event: what fell short, and what failed on our side; neither cut nor coloured. */
export function eventLine(event: ClassEvent, wanted: Look): string | undefined {
  const look = { ...wanted, colour: false };
  const say = sayIn(look.language);
  switch (event.kind) {
    case "taken-in":
      return takenInLine(event, look);
    case "ended":
      return endedLine(event.learners, event.report, look);
    case "postponed":
      return say`tried again in ${duration(event.afterMs, look.language)}: ${namesOf(event.learners, look)}: ${inOneLine(look.language.translateFilled(event.reason), look)}`;
    case "failed":
      return say`error of ours: ${namesOf(event.learners, look)}, no score: ${inOneLine(look.language.translateFilled(event.reason), look)}`;
    case "resumed":
      return say`The trouble is over, and the class goes on.`;
    case "taking-in":
    case "proving":
    case "began":
    case "stage":
    case "paused":
  }
}

/** What was found in the class's folder, and how much of it is to do. */
function takenInLine(
  { learners, submissions, unchanged, toGrade }: Extract<ClassEvent, { kind: "taken-in" }>,
  { language }: Look,
): string {
  const say = sayIn(language);
  // Each fits on a line of 80 columns.
  if (unchanged === 0) return say`Learners: ${learners}. Different submissions to grade: ${toGrade}.`;
  if (toGrade === 0)
    return say`Learners: ${learners}. Different submissions: ${submissions}, all graded before and unchanged.`;
  return say`Learners: ${learners}. Different submissions: ${submissions}, graded before: ${unchanged}, to grade: ${toGrade}.`;
}

function endedLine(learners: readonly string[], report: Report, look: Look): string | undefined {
  const say = sayIn(look.language);
  const names = namesOf(learners, look);
  const inError = report.checks.find(({ status }) => status === "error");
  if (report.score === null) {
    const reason = inOneLine(inError?.message ?? "", look);
    return say`error of ours: ${names}, no score: ${reason}`;
  }
  if (exitStatus(report) === 0) return undefined;
  const points = pointsOf(report, look.language);
  // A check's title says what should hold; beside a failure it would be read as what is wrong.
  const failed = report.checks.flatMap(({ id, status }) => (status === "fail" ? [id] : []));
  // What could not be looked at has failed nothing.
  if (failed.length === 0) return say`fell short: ${names}, ${points}`;
  return say`fell short: ${names}, ${points}, failed: ${failed.join(", ")}`;
}

/** Names are what learners and their files say they are. */
const longestName = 40;

/** `anna`, or `anna and 2 more` where several handed in the same. */
export function namesOf([first = "", ...others]: readonly string[], look: Look): string {
  const say = sayIn(look.language);
  const name = cut(legibleLine(first, look), longestName, look);
  return others.length === 0 ? name : say`${name} and ${others.length} more`;
}

/** The beginning of a message, on one line. */
export function inOneLine(message: string, look: Look): string {
  const text = renderMessage(message, { ...look, colour: false, columns: Number.POSITIVE_INFINITY });
  return legibleLine(text.split("\n").find((line) => line.trim() !== "") ?? "", look);
}
