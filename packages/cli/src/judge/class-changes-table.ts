import { formatScore, type Say, sayIn } from "@shipshape/core";
import { changesFor, type JudgedClass, type LearnerChange } from "@shipshape/grader";
import { cut, legibleLine, type Look, renderTable, statusWord } from "@shipshape/report";

/** The longest name that the table shows whole, in characters. */
const longestName = 32;

/** So many learners can be read at a glance. */
const most = 20;

/** What judging a class again changed, for whom, as a table for a terminal; of many learners, the first. */
export function classChangesTable({ gradebook, before }: JudgedClass, look: Look): string {
  const say = sayIn(look.language);
  const { rows, maxScore } = gradebook;
  if (!before) return `${judged(rows.length, say)}\n`;
  const changes = changesFor(before, gradebook);
  const parts = [opening(changes.length, rows.length, say)];
  if (before.maxScore !== maxScore)
    parts.push(
      say`Points to earn: ${scoreOf(maxScore, look)} now, ${scoreOf(before.maxScore, look)} before.`,
    );
  if (changes.length > 0) parts.push(table(changes.slice(0, most), look));
  if (changes.length > most) parts.push(others(changes.length - most, say));
  return `${parts.join("\n\n")}\n`;
}

const judged = (learners: number, say: Say) =>
  learners === 1 ? say`Judged 1 learner.` : say`Judged ${learners} learners.`;

function opening(changed: number, of: number, say: Say): string {
  if (of === 1)
    return changed === 0
      ? say`Judged 1 learner: nothing changed.`
      : say`Judged 1 learner: something changed.`;
  if (changed === 0) return say`Judged ${of} learners: nothing changed for anyone.`;
  return changed === 1
    ? say`Judged ${of} learners: something changed for 1.`
    : say`Judged ${of} learners: something changed for ${changed}.`;
}

function others(count: number, say: Say): string {
  return count === 1
    ? say`And 1 more learner: --format json has everyone.`
    : say`And ${count} more learners: --format json has everyone.`;
}

function table(changes: readonly LearnerChange[], look: Look): string {
  const say = sayIn(look.language);
  const columns = [
    { heading: say`Learner` },
    { heading: say`Before`, align: "right" as const },
    { heading: say`Now`, align: "right" as const },
    { heading: say`What changed` },
  ];
  const rows = changes.map(({ learner, score, byHand, checks }) => [
    cut(legibleLine(learner, look), longestName, look),
    scoreOf(score.before, look),
    scoreOf(score.after, look),
    legibleLine(
      [...decisionInWords({ score, byHand }, say), ...checks.map((check) => checkInWords(check, look))].join(
        "; ",
      ),
      look,
    ),
  ]);
  return renderTable(columns, rows, look.columns);
}

const scoreOf = (score: number | null, { language }: Look) =>
  score === null ? "-" : formatScore(score, language);

/** What a person did in overrides.csv, where it changed the score. */
function decisionInWords({ score, byHand }: Pick<LearnerChange, "score" | "byHand">, say: Say): string[] {
  if (byHand.before && !byHand.after) return [say`no score of yours any more`];
  return byHand.after && score.before !== score.after ? [say`your score in overrides.csv`] : [];
}

function checkInWords({ id, before, after }: LearnerChange["checks"][number], look: Look): string {
  const say = sayIn(look.language);
  if (!after) return say`${id} is no longer looked at`;
  const now = statusWord(after.verdict, say);
  if (!before) return say`${id} is new: ${now}`;
  if (before.verdict !== after.verdict) return say`${id}: ${statusWord(before.verdict, say)} → ${now}`;
  const earned = scoreOf(before.points, look);
  return after.points === 1
    ? say`${id}: ${earned} → 1 point`
    : say`${id}: ${earned} → ${scoreOf(after.points, look)} points`;
}
