import { type Changes, type Report, sayIn, type Verdict } from "@shipshape/core";

import { byReason } from "./by-reason.ts";
import { type Look, plainLook } from "./look.ts";
import { markdownParts } from "./markdown.ts";
import { inRepository } from "./repository-path.ts";
import { cutTo, plainLine, plainText } from "./plain-text.ts";
import { advice, howItEnded, ourSide, pointsOf } from "./words.ts";

/** The runner cuts an annotation's message at 4,096 characters. */
const longest = 4_000;

/**
 * The report as workflow commands of GitHub Actions, which make annotations: an error on the line of each check that
 * failed, one notice for what was skipped together, a warning for what failed on our side.
 * The runner shows ten of each kind for a step, so what comes first matters most.
 */
export function renderGithub(report: Report, look: Pick<Look, "language" | "folder"> = plainLook): string {
  const say = sayIn(look.language);
  const failed = report.checks.filter(({ status }) => status === "fail");
  const commands = [
    ...byReason(report.checks, "error").map(({ reason, ids }) =>
      command(
        "warning",
        { title: say`Our error: ${ids.join(", ")}` },
        `${ourSide(say)}\n\n${plainText(reason, look)}`,
      ),
    ),
    ...failed.map((verdict) => failure(verdict, look)),
    ...byReason(report.checks, "skip").map(({ reason, ids }) =>
      command("notice", { title: say`Skipped: ${ids.join(", ")}` }, plainText(reason, look)),
    ),
    command(
      "notice",
      { title: say`Lab ${report.lab}: ${report.labTitle}` },
      `${pointsOf(report, look.language)}. ${howItEnded(report, say, look.language)}`,
    ),
  ];
  return `${commands.join("\n")}\n`;
}

function failure(verdict: Verdict, look: Pick<Look, "language" | "folder">): string {
  const { id, title, message, where } = verdict;
  const words = [message, ...advice(verdict, sayIn(look.language))].join("\n\n");
  return command(
    "error",
    { ...place(where, look), title: `${plainLine(title)} (${id})` },
    plainText(words, look),
  );
}

/** No line stands for the whole of the file that is handed in. */
function place(where: Verdict["where"], look: Pick<Look, "folder">): Record<string, string> {
  if (!where) return { file: inRepository("Dockerfile", look) };
  const { file, line, endLine = line } = where;
  return { file: inRepository(file, look), line: String(line), endLine: String(endLine) };
}

/** One line, whatever stands in it: the runner takes it apart at `::`, `,` and new lines, and undoes these escapes. */
function command(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string>>,
  message: string,
): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${list.join(",")}::${escapeData(cutTo(message, longest))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * The Markdown report for a job's summary, in no more than so many bytes: as many of its parts as there is room for,
 * and a sentence where some are left out. Nothing where not even that fits.
 */
export function renderStepSummary(
  report: Report,
  { language }: Pick<Look, "language">,
  room: number,
  changes?: Changes,
): string {
  const parts = Object.values(markdownParts(report, language, changes)).filter(Boolean);
  const whole = `${parts.join("\n\n")}\n`;
  if (Buffer.byteLength(whole) <= room) return whole;
  const left = sayIn(language)`The rest of this report is too long for a summary.`;
  const shortened = parts.map((_, at) => `${[...parts.slice(0, at), left].join("\n\n")}\n`);
  return shortened.slice(1).findLast((text) => Buffer.byteLength(text) <= room) ?? "";
}
