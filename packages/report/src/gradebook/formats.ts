import type { Gradebook, Learner } from "@shipshape/core";

import type { GradebookFormatName } from "../format-names.ts";
import { renderCanvas, withoutCanvasId } from "./canvas.ts";
import { renderGradebookCsv } from "./csv.ts";
import { renderGradebookJson } from "./json.ts";
import { renderGradebookJunit } from "./junit.ts";
import { renderMoodle, withoutMoodleId } from "./moodle.ts";
import type { GradebookRenderer } from "./renderer.ts";

const renderers: Record<GradebookFormatName, GradebookRenderer> = {
  csv: renderGradebookCsv,
  canvas: renderCanvas,
  moodle: renderMoodle,
  junit: renderGradebookJunit,
  json: renderGradebookJson,
};

/** Every format of a whole class by the name that `gradebook --format` takes. */
export const gradebookFormats: ReadonlyMap<string, GradebookRenderer> = new Map(Object.entries(renderers));

const leavesOut: Readonly<Record<string, (gradebook: Gradebook) => Learner[]>> = {
  canvas: withoutCanvasId,
  moodle: withoutMoodleId,
};

/** The learners whom a format leaves out, because its reader could not tell them from others. */
export function leftOut(format: string, gradebook: Gradebook): readonly Learner[] {
  return leavesOut[format]?.(gradebook) ?? [];
}
