import type { Changes, Report } from "@shipshape/core";

import { renderExercism } from "./exercism.ts";
import type { FormatName } from "./format-names.ts";
import { renderGithubClassroom } from "./github-classroom.ts";
import { renderGithub } from "./github.ts";
import { renderGradescope } from "./gradescope.ts";
import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import type { Look } from "./look.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderPrairieLearn } from "./prairielearn.ts";
import { renderSarif } from "./sarif.ts";
import { renderTerminal } from "./terminal.ts";

/**
 * Writes a report in one format; those that are not for a terminal take no notice of a look's width and colours.
 * @param changes what is other than at the check before, where there was one
 */
export type Renderer = (report: Report, look: Look, changes?: Changes) => string;

const renderers: Record<FormatName, Renderer> = {
  terminal: renderTerminal,
  markdown: renderMarkdown,
  html: renderHtml,
  json: renderJson,
  junit: renderJunit,
  sarif: renderSarif,
  github: renderGithub,
  gradescope: renderGradescope,
  prairielearn: renderPrairieLearn,
  exercism: renderExercism,
  "github-classroom": renderGithubClassroom,
};

/** Every format by the name that `--format` takes. */
export const formats: ReadonlyMap<string, Renderer> = new Map(Object.entries(renderers));
