/** What `--format` may name. It stands by itself, so that a command line can be read without what writes a report. */
export const formatNames = [
  "terminal",
  "markdown",
  "html",
  "json",
  "junit",
  "sarif",
  "github",
  "gradescope",
  "prairielearn",
  "exercism",
  "github-classroom",
] as const;

export type FormatName = (typeof formatNames)[number];

/** What `gradebook --format` may name: formats of a whole class, … */
export const gradebookFormatNames = ["csv", "canvas", "moodle", "junit", "json"] as const;

export type GradebookFormatName = (typeof gradebookFormatNames)[number];

/** … and those that are a file or a folder for each learner. */
export const learnerFormatNames = [
  "gradescope",
  "prairielearn",
  "exercism",
  "github-classroom",
  "feedback",
] as const;

export type LearnerFormatName = (typeof learnerFormatNames)[number];
