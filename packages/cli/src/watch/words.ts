import { checkPage, checksById } from "@shipshape/checks";
import { type Lab, type Markdown, type Report, sayIn, visible } from "@shipshape/core";
import type { Standing } from "@shipshape/course";
import { bar, type Look, paint, renderLine, renderMessage, wrap } from "@shipshape/report";

import type { Submission } from "../check-folder.ts";
import { courseLine } from "../course-line.ts";
import { currentFolder } from "../current-folder.ts";
import { pathFrom } from "../launcher.ts";
import type { Text } from "./screen.ts";

/** Markdown of ours. */
export const message =
  (markdown: string | Markdown): Text =>
  (look) =>
    renderMessage(markdown, look);

/** How far the learner is with the course, and the keys: what stands at the end of the screen always. */
export function footText({ lab, folder }: Submission, course: readonly Standing[]): Text {
  return (look) => {
    const say = sayIn(look.language);
    const place = pathFrom(currentFolder(), folder);
    const where = place === "." ? say`Lab ${lab.id}` : say`Lab ${lab.id}, in ${visible(place)}`;
    const keys = say`Keys: h hint, e explain, f full report, s solution, n next lab, c check again, q quit`;
    return [
      courseLine(course, look),
      ...[where, keys].map((line) => paint("dim", wrap(line, look.columns), look)),
    ].join("\n");
  };
}

/** The verdicts that are certain while a check goes on. */
export function soFarText(report: Report, lab: Lab): Text {
  return (look) => {
    const say = sayIn(look.language);
    const judged = new Set(report.checks.map(({ id }) => id));
    const open = lab.checks.filter(({ id }) => !judged.has(id)).map(({ id }) => id);
    const passed = report.checks.filter(({ status }) => status === "pass").length;
    const failed = report.checks.filter(({ status }) => status === "fail");
    return [
      say`${bar(judged.size / lab.checks.length, look)} ${judged.size} of ${lab.checks.length} checks are certain: ${passed} pass, ${failed.length} fall short.`,
      ...failed.map(({ id, title, where }) =>
        where
          ? say`Line ${where.line} falls short (${id}): ${renderLine(title, look)}`
          : say`Falls short (${id}): ${renderLine(title, look)}`,
      ),
      say`Still being tried: ${open.join(", ")}`,
    ]
      .map((line) => wrap(line, look.columns))
      .join("\n\n");
  };
}

/** What the first check that failed is about; undefined where none did. */
export function explanation(report: Report): Text | undefined {
  const failed = report.checks.find(({ status }) => status === "fail");
  const check = failed && checksById.get(failed.id);
  return check && message(checkPage(check));
}

/** Files to read, each under its name. */
export function filesText(files: ReadonlyMap<string, string>): Text {
  return (look: Look) =>
    Array.from(files, ([name, text]) => `${paint("bold", name, look)}\n\n${visible(text).trimEnd()}`).join(
      "\n\n",
    );
}
