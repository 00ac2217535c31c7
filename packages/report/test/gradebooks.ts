import { type Gradebook, type GradebookRow, md } from "@shipshape/core";

/** A column of a gradebook that Canvas exported, as an instructor gives it to us as the roster. */
export const canvasColumns = (id: string, name: string) => ({
  Student: name,
  ID: id,
  "SIS User ID": `s-${id}`,
  "SIS Login ID": `login-${id}`,
  Section: "Group 1",
});

const digest = "5".repeat(64);

export const gradedRow: GradebookRow = {
  learner: { id: "anna-b", name: "Anna Beer", columns: canvasColumns("101", "Beer, Anna") },
  attempts: [
    { entry: "anna-b_1.zip", at: "2026-11-18T10:00:00Z", late: false, submission: "4".repeat(64) },
    { entry: "anna-b_2.zip", at: "2026-11-19T10:00:00Z", late: false, submission: digest },
  ],
  counts: 1,
  state: "graded",
  score: 6.5,
  run: "completed",
  verdicts: ["pass", "fail"],
  imageBytes: 145_312_000,
  addedBytes: 17_312_000,
  sameAs: [],
};

const { counts: _, run: __, imageBytes: ___, addedBytes: ____, ...bare } = gradedRow;

const refusedRow: GradebookRow = {
  ...bare,
  learner: { id: "Björn", name: "Björn Ünal", columns: canvasColumns("102", "Ünal, Björn") },
  attempts: [{ entry: "Björn.zip", late: false }],
  counts: 0,
  state: "refused",
  reason: md`The archive ${"Björn.zip"} cannot be read.`.source,
  score: 0,
  verdicts: [],
};

const missingRow: GradebookRow = {
  ...bare,
  learner: { id: "carl", name: "Carl", columns: {} },
  attempts: [],
  state: "missing",
  score: null,
  verdicts: [],
};

const undecidedRow: GradebookRow = {
  ...bare,
  learner: { id: "dora", name: "Dora", columns: canvasColumns("104", "Dora") },
  attempts: [
    { entry: "dora.zip", late: false, submission: digest },
    { entry: "dora", late: false, submission: "6".repeat(64) },
  ],
  state: "undecided",
  reason: "Nothing tells which of the two was handed in last.",
  score: null,
  verdicts: [],
};

const errorRow: GradebookRow = {
  ...gradedRow,
  learner: { id: "emil", name: "Emil", columns: canvasColumns("105", "Emil") },
  attempts: [{ entry: "Emil Roth_4711_assignsubmission_file_", late: true, submission: digest }],
  counts: 0,
  state: "error",
  reason: "The Docker engine stopped answering.",
  score: null,
  verdicts: ["pass", "error"],
};

export const overriddenRow: GradebookRow = {
  ...gradedRow,
  learner: { id: "fritz", name: "Fritz", columns: canvasColumns("106", "Fritz") },
  attempts: [{ entry: "fritz", late: true, submission: digest }],
  counts: 0,
  score: 9,
  overridden: { earned: 6.5, comment: "Sick on that day" },
  sameAs: ["anna-b"],
};

/** A learner in each state that there is. */
export const gradebook: Gradebook = {
  version: 1,
  lab: "05-venv-non-root",
  labTitle: "A virtual environment, and a user that is not root",
  maxScore: 10,
  deadline: "2026-11-20T18:00:00Z",
  checks: [
    { id: "image-builds", title: "The image builds", maxScore: 4 },
    { id: "home-page", title: "`GET /` answers", maxScore: 6 },
  ],
  rows: [gradedRow, refusedRow, missingRow, undecidedRow, errorRow, overriddenRow],
  ignored: [{ entry: "README.txt", reason: "It belongs to nobody." }],
};

/** A gradebook in which everything that a learner controls is the same text. */
export function hostileGradebook(text: string): Gradebook {
  const attempt = { entry: text, late: true, submission: digest };
  const learner = {
    id: text,
    name: text,
    columns: { ...canvasColumns("7", text), Section: text, "SIS Login ID": text, Email: text, [text]: text },
  };
  const reason = md`What is in ${text} cannot be read.`.source;
  const same = { learner, attempts: [attempt], counts: 0, reason, sameAs: [text] };
  const rows = [
    { ...gradedRow, ...same },
    { ...refusedRow, ...same },
    { ...errorRow, ...same },
    { ...overriddenRow, ...same, overridden: { earned: 1, comment: text } },
  ];
  return { ...gradebook, rows, ignored: [{ entry: text, reason }] };
}
