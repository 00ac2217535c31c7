import { type Gradebook, type GradebookRow, type Learner, ShipshapeError } from "@shipshape/core";

import { plainLine } from "../plain-text.ts";
import { csvTable, points, safeText } from "./csv-table.ts";
import type { GradebookOptions } from "./renderer.ts";
import { rosterColumn } from "./row.ts";

const student = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] as const;

/**
 * A CSV that Canvas imports into its gradebook (`lib/gradebook_importer.rb` of its source). Canvas knows a student by
 * its own number, which the export of its gradebook has, or else by a SIS id. It would take one without any of them for
 * somebody new and let a name decide, so such a learner is left out: see {@link withoutCanvasId}.
 * @throws ShipshapeError where the roster has such an id for nobody
 */
export function renderCanvas(gradebook: Gradebook, { column }: GradebookOptions): string {
  const { rows, maxScore, labTitle } = gradebook;
  const known = rows.filter(({ learner }) => isKnown(learner));
  if (known.length === 0)
    throw new ShipshapeError(
      "The roster has no ids of Canvas, so Canvas could not tell whose scores these are.",
      "Export the gradebook from Canvas, and grade the class with it as its roster: --roster FILE.",
    );
  const assignment = safeText(column ?? plainLine(labTitle));
  return csvTable(
    [
      [...student, assignment],
      ["    Points Possible", "", "", "", "", points(maxScore)],
    ],
    known.map(cells),
  );
}

/** Those whom Canvas could not tell from others, and who are left out. */
export function withoutCanvasId({ rows }: Gradebook): Learner[] {
  return rows.map(({ learner }) => learner).filter((learner) => !isKnown(learner));
}

const isKnown = (learner: Learner): boolean => idsOf(learner).some((id) => id !== "");

/**
 * Whether columns are those of Canvas's export, which may have a name in two: a column `ID` is one of Canvas's numbers
 * in that alone.
 */
export function isCanvasExport(headers: readonly string[]): boolean {
  const names = new Set(headers.map((header) => header.trim()));
  return names.has("Section") && (names.has("Student") || names.has("LastName"));
}

function idsOf(learner: Learner): string[] {
  const number = rosterColumn(learner, "ID");
  return [
    isCanvasExport(Object.keys(learner.columns)) && /^\d+$/.test(number) ? number : "",
    rosterColumn(learner, "SIS User ID"),
    rosterColumn(learner, "SIS Login ID"),
  ];
}

function cells({ learner, score }: GradebookRow) {
  const name = rosterColumn(learner, "Student") || learner.name;
  return [name, ...idsOf(learner), rosterColumn(learner, "Section"), points(score)];
}
