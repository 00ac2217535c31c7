import { codeBlock, codeSpan, formatSize, type Report, type Verdict } from "@shipshape/core";

import { largestLayers } from "./layers.ts";
import { byReason } from "./by-reason.ts";
import {
  checks,
  labelled,
  ourSide,
  oursToMend,
  outcomeOf,
  pointsOf,
  statusWord,
  timeOf,
  worth,
} from "./words.ts";

/**
 * The report as GitHub-flavoured Markdown, with a new line at its end. What a learner controls stands in code
 * spans and blocks alone; titles, messages, `why`, `fix` and notes are safe Markdown already.
 */
export function renderMarkdown(report: Report): string {
  const failed = report.checks.filter(({ status }) => status === "fail");
  const sections = [
    `# ${oneLine(`Lab ${report.lab}: ${report.labTitle}`)}`,
    ...(oursToMend(report) ? ours(report) : []),
    `**${pointsOf(report)}** for the submission ${codeSpan(report.submission)}. ${outcomeOf(report)}`,
    table(
      ["Check", "Result", "Points"],
      report.checks.map((verdict) => [
        `${verdict.title} (${codeSpan(verdict.id)})`,
        statusWord[verdict.status],
        worth(verdict),
      ]),
    ),
    ...failed.flatMap((verdict, at) => failure(verdict, at === 0)),
    ...skips(report),
    ...image(report),
    ...notes(report),
    timeOf(report),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function ours({ checks: verdicts }: Report): string[] {
  const groups = byReason(verdicts, "error").flatMap(({ reason, ids }) => [
    `## Our error: ${checks(ids.length)} withheld`,
    reason,
    `Not judged: ${ids.map(codeSpan).join(", ")}.`,
  ]);
  return [`**${ourSide}**`, ...groups];
}

function failure({ id, title, message, where, why, fix, docs }: Verdict, first: boolean): string[] {
  return [
    `## ${first ? "Mend this first" : "Failed"}: ${oneLine(title)}`,
    message,
    ...(where ? place(where) : []),
    ...(why ? [labelled("Why it matters", why)] : []),
    ...(fix ? [labelled("What to try", fix)] : []),
    `**Read on:** \`shipshape explain ${id}\`${docs ? `, or <${docs}>` : ""}`,
  ];
}

function place({ file, line, text }: NonNullable<Verdict["where"]>): string[] {
  const at = `Line ${line} of ${codeSpan(file)}`;
  return text === undefined ? [`${at}.`] : [`${at}:`, codeBlock(text, "dockerfile").source];
}

function skips({ checks: verdicts }: Report): string[] {
  const groups = byReason(verdicts, "skip");
  if (groups.length === 0) return [];
  return [
    "## Skipped",
    ...groups.flatMap(({ reason, ids }) => [reason, `Not looked at: ${ids.map(codeSpan).join(", ")}.`]),
  ];
}

function image({ image }: Report): string[] {
  if (!image) return [];
  const { bytes, addedBytes, base } = image;
  const { shown, others } = largestLayers(image);
  return [
    "## The image",
    `${formatSize(bytes)}, of which ${formatSize(base.bytes)} are the base ${codeSpan(base.reference)} and ${formatSize(addedBytes)} were added to it.`,
    ...(shown.length === 0
      ? []
      : [
          table(
            ["Line", "Added", "Instruction"],
            shown.map(({ line, bytes, instruction }) => [
              String(line ?? "?"),
              formatSize(bytes),
              codeSpan(instruction),
            ]),
          ),
        ]),
    ...(others.count > 0 ? [`${others.count} smaller layers add ${formatSize(others.bytes)}.`] : []),
  ];
}

function notes({ notes }: Report): string[] {
  if (notes.length === 0) return [];
  // A note of several lines stays in its item by its indent.
  return ["## Notes", notes.map((note) => `- ${note.replaceAll("\n", "\n  ")}`).join("\n")];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return [headings, headings.map(() => "---"), ...rows].map(tableRow).join("\n");
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(cell).join(" | ")} |`;
}

/**
 * GitHub splits a row at every `|` without a backslash right before it, in code spans too, and takes that one
 * backslash away again; backslashes further ahead change nothing.
 */
function cell(markdown: string): string {
  return oneLine(markdown).replaceAll("|", "\\|");
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
