import { expect, test } from "vitest";

import { formatNames } from "../src/format-names.ts";
import {
  formats,
  plainLook,
  renderExercism,
  renderGithub,
  renderGithubClassroom,
  renderGradescope,
  renderHtml,
  renderJson,
  renderJunit,
  renderMarkdown,
  renderPrairieLearn,
  renderSarif,
  renderTerminal,
} from "../src/index.ts";
import { fellShort } from "./reports.ts";

test("every format is one look-up away", () => {
  const rendered = Object.fromEntries(
    Array.from(formats, ([name, render]) => [name, render(fellShort, plainLook)]),
  );
  expect(rendered).toEqual({
    terminal: renderTerminal(fellShort),
    markdown: renderMarkdown(fellShort),
    html: renderHtml(fellShort),
    json: renderJson(fellShort),
    junit: renderJunit(fellShort),
    sarif: renderSarif(fellShort),
    github: renderGithub(fellShort),
    gradescope: renderGradescope(fellShort),
    prairielearn: renderPrairieLearn(fellShort),
    exercism: renderExercism(fellShort),
    "github-classroom": renderGithubClassroom(fellShort),
  });
  expect(Object.keys(rendered)).toEqual(formatNames);
});
