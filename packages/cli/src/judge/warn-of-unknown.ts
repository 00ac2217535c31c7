import { md } from "@shipshape/core";
import type { JudgedClass } from "@shipshape/grader";

import { warn } from "../warn.ts";

/**
 * A mistyped name must not be a score that is silently lost.
 * @param file overrides.csv of the class's folder
 */
export function warnOfUnknown({ unknown }: JudgedClass, file: string): void {
  for (const { learner, line } of unknown)
    warn(md`${file}, line ${line}: there is no learner ${learner} in this class, so nothing was overridden.`);
}
