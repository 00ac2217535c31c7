import { codeBlock, codeSpan, type Report, type Verdict } from "@shipshape/core";

import { byReason } from "./by-reason.ts";
import { imageLayers, imageSizes } from "./markdown-image.ts";
import { markdownTable, oneLine } from "./markdown-table.ts";
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
  return `${Object.values(markdownParts(report)).filter(Boolean).join("\n\n")}\n`;
}

/** The same in its parts, in their order; a part that has nothing to say is empty. */
export function markdownParts(report: Report) {
  const failed = report.checks.filter(({ status }) => status === "fail");
  return {
    heading: `# ${headingOf(report)}`,
    ours: blocks(oursToMend(report) ? ours(report) : []),
    standing: `**${pointsOf(report)}** for the submission ${codeSpan(report.submission)}. ${outcomeOf(report)}`,
    verdicts: markdownTable(
      ["Check", "Result", "Points"],
      report.checks.map((verdict) => [
        `${verdict.title} (${codeSpan(verdict.id)})`,
        statusWord[verdict.status],
        worth(verdict),
      ]),
    ),
    failures: blocks(failed.flatMap((verdict, at) => failure(verdict, at === 0))),
    skips: blocks(skips(report)),
    imageSizes: blocks(imageSizes(report)),
    imageLayers: blocks(imageLayers(report)),
    notes: blocks(notes(report)),
    time: timeOf(report),
  };
}

const headingOf = ({ lab, labTitle }: Report) => oneLine(`Lab ${lab}: ${labTitle}`);

const blocks = (pieces: readonly string[]) => pieces.filter(Boolean).join("\n\n");

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

function notes({ notes }: Report): string[] {
  if (notes.length === 0) return [];
  // A note of several lines stays in its item by its indent.
  return ["## Notes", notes.map((note) => `- ${note.replaceAll("\n", "\n  ")}`).join("\n")];
}
