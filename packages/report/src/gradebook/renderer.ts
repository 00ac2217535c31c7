import { english, type Gradebook, type Language } from "@shipshape/core";

/** What a format of a gradebook is written with. */
export type GradebookOptions = {
  readonly language: Language;
  /** What the assignment's column is called in the gradebook that it is imported into: `Lab 05 (12345)`. */
  readonly column?: string;
};

/** Writes a whole class in one format. A score that there is not stays empty, and is never a zero. */
export type GradebookRenderer = (gradebook: Gradebook, options: GradebookOptions) => string;

export const plainGradebook: GradebookOptions = { language: english };
