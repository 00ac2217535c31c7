import { type Gradebook, type GradebookRow, md, ShipshapeError } from "@shipshape/core";
import type { JudgedClass } from "@shipshape/grader";

import { ourSide } from "../failure.ts";
import { warn } from "../warn.ts";

/** So many learners are named at most; the overview names them all. */
const mostNamed = 10;

/** Says who has no score until somebody does something, and sets the exit status to what `grade` ends with then. */
export function warnOfUnscored({ gradebook, ungathered }: JudgedClass): void {
  if (gradebook.rows.some(isUnscored)) process.exitCode = ourSide;
  // Whose evidence lacks something is told by the check that needs it.
  const told = new Set([...ungathered.values()].flat());
  const errors = unscored(gradebook, "error").filter((id) => !told.has(id));
  if (errors.length > 0)
    warn(
      new ShipshapeError(
        md`Without a score because of an error of ours: ${errors.length} in all, ${shown(errors)}.`,
        "Give the command that grades the class again: it grades these alone.",
      ),
    );
  const undecided = unscored(gradebook, "undecided");
  if (undecided.length > 0)
    warn(
      new ShipshapeError(
        md`Undecided, and without a score: ${undecided.length} in all, ${shown(undecided)}.`,
        "Take what does not count out of the class's folder and grade again, or give a score in overrides.csv.",
      ),
    );
}

/** Whether a learner waits for us or for a person. Where a person gave a score, there is nothing left to do. */
export const isUnscored = ({ state, overridden }: GradebookRow): boolean =>
  (state === "error" || state === "undecided") && !overridden;

const unscored = ({ rows }: Gradebook, wanted: GradebookRow["state"]): string[] =>
  rows.filter((row) => row.state === wanted && isUnscored(row)).map(({ learner }) => learner.id);

const shown = (ids: readonly string[]): string =>
  ids.length > mostNamed ? `${ids.slice(0, mostNamed).join(", ")}, …` : ids.join(", ");
