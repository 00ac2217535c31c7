import { type Changes, type Report, sayIn } from "@shipshape/core";

import { commandOf, type Look, paint, plainLook } from "./look.ts";
import { failureInFull } from "./terminal-failure.ts";
import { imageByLine, imageInShort } from "./terminal-image.ts";
import { opening } from "./terminal-opening.ts";
import { failureInShort, notes, notesInShort, passes, skips, skipsInShort } from "./terminal-rest.ts";
import { timeOf } from "./words.ts";
import { wrap } from "./wrap.ts";

/** Narrower than this nothing can be laid out; wider than that no prose can be read. */
const [narrowest, widest] = [20, 100];

/**
 * The report for a learner at a terminal, with a new line at its end: how far they got, the first thing to mend in
 * full, and the rest in short. Every status is said in a word: colour and symbols only repeat it.
 * @param changes what is other than at the check before, where there was one
 */
export function renderTerminal(report: Report, wanted: Look = plainLook, changes?: Changes): string {
  const look = fitted(wanted);
  const say = sayIn(look.language);
  const [first, ...others] = report.checks.filter(({ status }) => status === "fail");
  const rest = [
    others.map((verdict) => failureInShort(verdict, look)).join("\n"),
    skipsInShort(report, look).join("\n"),
    passes(report, look),
  ].filter(Boolean);
  return laidOut([
    ...opening(report, [say`Lab ${report.lab}, submission ${report.submission}`], look, changes),
    ...(first ? [title(say`Mend this first`, look), failureInFull(first, look)] : []),
    ...(first && rest.length > 0 ? [title(say`The rest in short`, look)] : []),
    ...rest,
    report.image && imageInShort(report.image, report.before, look),
    notesInShort(report, look),
    wrap(say`Everything in full: ${commandOf(look)} check --full`, look.columns),
  ]);
}

/** The same with every failure in full, the image by the line that made it, and how long each stage took. */
export function renderTerminalFull(report: Report, wanted: Look = plainLook, changes?: Changes): string {
  const look = fitted(wanted);
  const say = sayIn(look.language);
  const [first, ...others] = report.checks
    .filter(({ status }) => status === "fail")
    .map((verdict) => failureInFull(verdict, look));
  return laidOut([
    ...opening(
      report,
      [say`Lab ${report.lab}: ${report.labTitle}`, say`Submission: ${report.submission}`],
      look,
      changes,
    ),
    ...(first ? [title(say`Mend this first`, look), first] : []),
    ...(others.length > 0 ? [title(say`Then ${others.length} more`, look), ...others] : []),
    ...skips(report, look),
    passes(report, look),
    report.image && imageByLine(report.image, report.before, look),
    wrap(timeOf(report, say, look.language), look.columns),
    notes(report, look),
  ]);
}

function fitted(look: Look): Look {
  return { ...look, columns: Math.min(widest, Math.max(narrowest, look.columns)) };
}

function title(text: string, look: Look): string {
  return paint("bold", wrap(text, look.columns), look);
}

/** Sections apart by an empty line, those without anything to say left out. */
function laidOut(sections: readonly (string | undefined)[]): string {
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}
