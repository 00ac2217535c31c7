import type { Markdown } from "@shipshape/core";
import { ShipshapeError } from "@shipshape/core";

import { currentLanguage } from "./language.ts";

/** Says on standard error what went wrong beside what was asked for; the exit status stays. */
export function warn(problem: Markdown | ShipshapeError): void {
  const words = problem.in(currentLanguage());
  console.error(`shipshape: ${typeof words === "string" ? words : words.join(" ")}`);
}
