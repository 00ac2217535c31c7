import type { Gradebook, GradebookRow } from "@shipshape/core";

import { type Cell, csvTable } from "./csv-table.ts";
import type { GradebookOptions } from "./renderer.ts";
import { countedAttempt, reasonOf } from "./row.ts";

const before = ["id", "name", "state", "score", "max_score", "late", "attempts", "override_comment"];
const after = ["image_bytes", "entry", "submission", "reason"];

/** A row for each learner and a column for each check. For people and programs: its names stay, and more may come. */
export function renderGradebookCsv(gradebook: Gradebook, options: GradebookOptions): string {
  const header = [...before, ...gradebook.checks.map(({ id }) => id), ...after];
  return csvTable(
    [header],
    gradebook.rows.map((row) => cells(gradebook, row, options)),
  );
}

function cells({ maxScore, checks }: Gradebook, row: GradebookRow, { language }: GradebookOptions): Cell[] {
  const { learner, state, score, attempts, overridden, verdicts, imageBytes } = row;
  const attempt = countedAttempt(row);
  return [
    learner.id,
    learner.name,
    state,
    score === null ? null : Math.round(score * 100) / 100,
    maxScore,
    attempt?.late,
    attempts.length,
    overridden?.comment,
    ...checks.map((_, at) => verdicts[at]),
    imageBytes,
    attempt?.entry,
    attempt?.submission,
    reasonOf(row, language),
  ];
}
