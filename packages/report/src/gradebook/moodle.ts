import { type Gradebook, type GradebookRow, type Learner, ShipshapeError } from "@shipshape/core";

import { csvTable, points } from "./csv-table.ts";
import type { GradebookOptions } from "./renderer.ts";
import { comment, countedAttempt, rosterColumn } from "./row.ts";

const header = [
  "Identifier",
  "Full name",
  "Username",
  "ID number",
  "Email address",
  "Grade",
  "Maximum Grade",
  "Last modified (grade)",
  "Feedback comments",
];

/**
 * A CSV that Moodle takes in two ways: as the offline grading worksheet of an assignment, which goes by `Identifier`,
 * `Grade` and `Last modified (grade)` (`mod/assign/feedback/offline/importgradeslib.php` of its source), and in the
 * import of grades, where a person says which column is what (`grade/import/csv`). That import stops at the first user
 * whom it does not know, so a learner with nothing to be known by is left out: see {@link withoutMoodleId}.
 * @throws ShipshapeError where there is nothing of anybody that Moodle knows
 */
export function renderMoodle(gradebook: Gradebook, options: GradebookOptions): string {
  const known = gradebook.rows.filter(isKnown);
  if (known.length === 0)
    throw new ShipshapeError(
      "Neither the roster nor the submissions' names have anything by which Moodle knows a learner.",
      "Download the grading worksheet or the participants from Moodle, and grade the class with it as its roster: --roster FILE.",
    );
  return csvTable(
    [header],
    known.map((row) => cells(gradebook, row, options)),
  );
}

/** Those whom Moodle does not know, and who are left out. */
export function withoutMoodleId({ rows }: Gradebook): Learner[] {
  return rows.filter((row) => !isKnown(row)).map(({ learner }) => learner);
}

const isKnown = (row: GradebookRow): boolean => idsOf(row).some((id) => id !== "");

function idsOf(row: GradebookRow): [identifier: string, username: string, number: string, email: string] {
  const { learner } = row;
  return [
    rosterColumn(learner, "Identifier") || participant(row),
    rosterColumn(learner, "Username", "Anmeldename"),
    rosterColumn(learner, "ID number", "IDnumber", "ID-Nummer"),
    rosterColumn(learner, "Email address", "Email", "E-mail", "E-Mail-Adresse"),
  ];
}

/** Moodle names what it exports `Full Name_123456_assignsubmission_file`, with the number of the worksheet. */
function participant(row: GradebookRow): string {
  const [, number] = /^.+?_(\d+)_assignsubmission_/su.exec(countedAttempt(row)?.entry ?? "") ?? [];
  return number === undefined ? "" : `Participant ${number}`;
}

function cells({ maxScore, checks }: Gradebook, row: GradebookRow, { language }: GradebookOptions) {
  const { learner, score } = row;
  const [identifier, username, number, email] = idsOf(row);
  return [
    identifier,
    learner.name,
    username,
    number,
    email,
    points(score),
    points(maxScore),
    // Where nothing was graded yet the worksheet has a dash, which reads the same as nothing.
    rosterColumn(learner, "Last modified (grade)").replace(/^-$/, ""),
    inHtml(comment(row, checks, language)),
  ];
}

/** Moodle keeps a comment as HTML. */
function inHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
