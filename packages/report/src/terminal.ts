import type { Report, Verdict } from "@shipshape/core";

import { legibleLine, paint, plainLook, type Look } from "./look.ts";
import { renderLine, renderMessage } from "./markdown-terminal.ts";
import { byReason } from "./by-reason.ts";
import { renderImage } from "./terminal-image.ts";
import {
  checks,
  labelled,
  oursToMend,
  ourSide,
  outcomeOf,
  pointsOf,
  statusWord,
  timeOf,
  worth,
} from "./words.ts";
import { cut, hang, widthOf, wrap } from "./wrap.ts";

/** Narrower than this nothing can be laid out; wider than that no prose can be read. */
const [narrowest, widest] = [20, 100];

/**
 * The report for a person at a terminal, with a new line at its end. Every status is said in a word: colour and
 * symbols only repeat it.
 */
export function renderTerminal(report: Report, wanted: Look = plainLook): string {
  const look = { ...wanted, columns: Math.min(widest, Math.max(narrowest, wanted.columns)) };
  const sections = [
    heading(report, look),
    ...(oursToMend(report) ? [ours(report, look)] : []),
    standing(report, look),
    ...failures(report, look),
    skips(report, look),
    passes(report, look),
    report.image && renderImage(report.image, report.before, look),
    wrap(timeOf(report), look.columns),
    notes(report, look),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function heading({ lab, labTitle, submission }: Report, look: Look): string {
  return [
    paint("bold", wrap(legibleLine(`Lab ${lab}: ${labTitle}`, look), look.columns), look),
    wrap(legibleLine(`Submission: ${submission}`, look), look.columns),
  ].join("\n");
}

/** What went wrong on our side, with the checks that it hit. */
function ours(report: Report, look: Look): string {
  const within = inside(look);
  const groups = byReason(report.checks, "error").map(({ reason, ids }) =>
    [
      paint(
        ["bold", "magenta"],
        wrap(`${statusWord.error}: ${checks(ids.length)} withheld`, look.columns),
        look,
      ),
      hang("  ", renderMessage(reason, within)),
      hang("  ", wrap(ids.join(", "), within.columns)),
    ].join("\n"),
  );
  return [paint("bold", wrap(ourSide, look.columns), look), ...groups].join("\n\n");
}

/** How far the learner got: points, a bar, and how many checks ended how. */
function standing(report: Report, look: Look): string {
  const score = `${pointsOf(report)}${report.score === null ? "" : `  ${bar(report.score / report.maxScore, look)}`}`;
  return [paint("bold", wrap(score, look.columns), look), wrap(outcomeOf(report), look.columns)].join("\n");
}

/** Text beside the bar says the same, so a reader who cannot see it misses nothing. */
function bar(share: number, { columns, unicode }: Look): string {
  const width = columns < 40 ? 10 : 20;
  // A lab in which nothing is worth a point has nothing to fill.
  const full = Math.round(width * (Number.isFinite(share) ? share : 0));
  const [done, open] = unicode ? ["█", "░"] : ["#", "-"];
  return `[${done.repeat(full)}${open.repeat(width - full)}]`;
}

/** Every failed check in full; the first stands under a heading of its own, since it is the one to begin with. */
function failures({ checks: verdicts }: Report, look: Look): string[] {
  const [first, ...others] = verdicts
    .filter(({ status }) => status === "fail")
    .map((it) => failure(it, look));
  if (first === undefined) return [];
  const begin = paint("bold", "Mend this first", look);
  const then = paint("bold", `Then ${others.length} more`, look);
  return [begin, first, ...(others.length > 0 ? [then, ...others] : [])];
}

function failure(verdict: Verdict, look: Look): string {
  const { id, message, where, why, fix } = verdict;
  const within = inside(look);
  const pieces = [
    renderMessage(message, within),
    where && place(where, within),
    why && renderMessage(labelled("Why it matters", why), within),
    fix && renderMessage(labelled("What to try", fix), within),
    wrap(`Read on: shipshape explain ${id}`, within.columns),
  ];
  return `${titleLine(verdict, look)}\n${hang("  ", pieces.filter(Boolean).join("\n\n"))}`;
}

function titleLine(verdict: Verdict, look: Look): string {
  const word = paint(["bold", "red"], `${statusWord[verdict.status]}:`, look);
  return entry(`${word} ${renderLine(verdict.title, look)} (${worth(verdict)})`, look);
}

/** A line that begins an item; where it has to be wrapped, the rest of it is indented by two. */
function entry(text: string, look: Look): string {
  return wrap(text, look.columns - 2).replaceAll("\n", "\n  ");
}

/** `Dockerfile:4 │ USER root`, on two lines where one is too narrow. */
function place({ file, line, text }: NonNullable<Verdict["where"]>, look: Look): string {
  const at = cut(legibleLine(`${file}:${line}`, look), look.columns, look);
  if (text === undefined) return at;
  const rule = look.unicode ? "│ " : "| ";
  const room = look.columns - widthOf(at) - 1 - rule.length;
  const quoted = (columns: number) => rule + paint("cyan", cut(legibleLine(text, look), columns, look), look);
  return room < 16 ? `${at}\n${quoted(look.columns - rule.length)}` : `${at} ${quoted(room)}`;
}

function skips({ checks: verdicts }: Report, look: Look): string {
  const within = inside(look);
  return byReason(verdicts, "skip")
    .map(({ reason, ids }) =>
      [
        paint(
          "yellow",
          wrap(`${statusWord.skip}: ${checks(ids.length)}, worth no points yet`, look.columns),
          look,
        ),
        hang("  ", renderMessage(reason, within)),
        hang("  ", wrap(ids.join(", "), within.columns)),
      ].join("\n"),
    )
    .join("\n\n");
}

function passes({ checks: verdicts }: Report, look: Look): string {
  const word = paint("green", `${statusWord.pass}:`, look);
  return verdicts
    .filter(({ status }) => status === "pass")
    .map(({ title }) => entry(`${word} ${renderLine(title, look)}`, look))
    .join("\n");
}

function notes({ notes }: Report, look: Look): string {
  return notes.map((note) => hang("  ", renderMessage(`Note: ${note}`, inside(look))).trimStart()).join("\n");
}

/** What stands under a check's line is indented by two. */
function inside(look: Look): Look {
  return { ...look, columns: look.columns - 2 };
}
