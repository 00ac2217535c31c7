import {
  type Changes,
  codeBlock,
  codeSpan,
  joinMarkdown,
  type Language,
  listed,
  Markdown,
  md,
  type Report,
  sayIn,
  type Verdict,
} from "@shipshape/core";

import { byReason } from "./by-reason.ts";
import { changeSentences } from "./change-sentences.ts";
import { excerptBlock, excerptLines, type Place, placeInWords } from "./excerpt.ts";
import { type Look, plainLook } from "./look.ts";
import { imageLayers, imageSizes } from "./markdown-image.ts";
import { markdownTable, oneLine } from "./markdown-table.ts";
import { advice, howItEnded, oursToMend, ourSide, pointsOf, statusWord, timeOf, worth } from "./words.ts";

/**
 * The report as GitHub-flavoured Markdown, with a new line at its end. What a learner controls stands in code
 * spans and blocks alone; titles, messages, `why`, `fix` and notes are safe Markdown already.
 */
export function renderMarkdown(
  report: Report,
  { language }: Pick<Look, "language"> = plainLook,
  changes?: Changes,
): string {
  return `${Object.values(markdownParts(report, language, changes))
    .filter(Boolean)
    .join("\n\n")}\n`;
}

type Parts = ReturnType<typeof partsOf>;

let latest: { report: Report; language: Language; changes: Changes | undefined; parts: Parts } | undefined;

/** The same in its parts, in their order; a part that has nothing to say is empty. */
export function markdownParts(report: Report, language: Language, changes: Changes | undefined): Parts {
  // Each report of a class is written as Markdown and then as HTML, which is made of the same.
  if (latest?.report !== report || latest.language !== language || latest.changes !== changes)
    latest = { report, language, changes, parts: partsOf(report, language, changes) };
  return latest.parts;
}

function partsOf(report: Report, language: Language, changes: Changes | undefined) {
  const say = sayIn(language);
  const failed = report.checks.filter(({ status }) => status === "fail");
  return {
    heading: `# ${headingOf(report, language)}`,
    ours: blocks(oursToMend(report) ? ours(report, language) : []),
    standing: standing(report, language),
    changes: changes ? joinMarkdown(changeSentences(changes), " ").in(language) : "",
    verdicts: markdownTable(
      [say`Check`, say`Result`, say`Points`],
      report.checks.map((verdict) => [
        `${verdict.title} (${codeSpan(verdict.id)})`,
        statusWord(verdict.status, say),
        worth(verdict, language),
      ]),
    ),
    failures: blocks(failed.flatMap((verdict, at) => failure(verdict, at === 0, language))),
    skips: blocks(skips(report, language)),
    imageSizes: blocks(imageSizes(report, language)),
    imageLayers: blocks(imageLayers(report, language)),
    notes: blocks(notes(report, language)),
    time: timeOf(report, say, language),
  };
}

const headingOf = ({ lab, labTitle }: Report, language: Language) =>
  oneLine(sayIn(language)`Lab ${lab}: ${labTitle}`);

const blocks = (pieces: readonly string[]) => pieces.filter(Boolean).join("\n\n");

function ours({ checks }: Report, language: Language): string[] {
  const say = sayIn(language);
  const groups = byReason(checks, "error").flatMap(({ reason, ids }) => [
    ids.length === 1 ? say`## Our error: 1 check withheld` : say`## Our error: ${ids.length} checks withheld`,
    reason,
    md`Not judged: ${listed(ids)}.`.in(language),
  ]);
  return [`**${ourSide(say)}**`, ...groups];
}

function standing(report: Report, language: Language): string {
  const say = sayIn(language);
  const points = new Markdown(`**${pointsOf(report, language)}**`);
  const of = md`${points} for the submission ${report.submission}.`;
  return `${of.in(language)} ${howItEnded(report, say, language)}`;
}

function failure(verdict: Verdict, first: boolean, language: Language): string[] {
  const title = oneLine(verdict.title);
  const say = sayIn(language);
  return [
    `## ${first ? say`Mend this first: ${title}` : say`Failed: ${title}`}`,
    ...explained(verdict, language),
  ];
}

/** What was seen and where, why it matters, what to try and where to read on, as blocks of Markdown. */
export function explained(verdict: Verdict, language: Language): string[] {
  const { id, message, where, docs } = verdict;
  return [
    message,
    ...(where ? place(where, language) : []),
    ...advice(verdict, sayIn(language)),
    readOn(id, docs).in(language),
  ];
}

function readOn(id: string, docs: string | undefined): Markdown {
  const command = `./shipshape explain ${id}`;
  return docs ? md`**Read on:** ${command}, or ${new Markdown(`<${docs}>`)}` : md`**Read on:** ${command}`;
}

/** The learner's own lines with a marker; the instruction alone where they are not known. */
function place(where: Place, language: Language): string[] {
  const at = placeInWords(where).in(language);
  const lines = excerptLines(where);
  if (lines.length > 0) return [`${at}:`, codeBlock(lines.join("\n"), excerptBlock).source];
  return where.text === undefined ? [`${at}.`] : [`${at}:`, codeBlock(where.text, "dockerfile").source];
}

function skips({ checks }: Report, language: Language): string[] {
  const groups = byReason(checks, "skip");
  if (groups.length === 0) return [];
  return [
    `## ${sayIn(language)`Skipped`}`,
    ...groups.flatMap(({ reason, ids }) => [reason, md`Not looked at: ${listed(ids)}.`.in(language)]),
  ];
}

function notes({ notes }: Report, language: Language): string[] {
  if (notes.length === 0) return [];
  // A note of several lines stays in its item by its indent.
  return [
    `## ${sayIn(language)`Notes`}`,
    notes.map((note) => `- ${note.replaceAll("\n", "\n  ")}`).join("\n"),
  ];
}
