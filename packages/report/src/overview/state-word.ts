import type { GradebookRow, Say } from "@shipshape/core";

/** How the page names a row's state. */
export function stateWord(state: GradebookRow["state"], say: Say): string {
  switch (state) {
    case "graded":
      return say`graded`;
    case "refused":
      return say`cannot be read`;
    case "missing":
      return say`missing`;
    case "undecided":
      return say`to be decided`;
    case "error":
      return say`our error`;
  }
}
