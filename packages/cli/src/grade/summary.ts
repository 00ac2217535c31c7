import { join } from "node:path";

import { formatScore, type Gradebook, type GradebookRow, sayIn, visible } from "@shipshape/core";
import {
  countedAttempt,
  cut,
  hang,
  leftOut,
  legibleLine,
  type Look,
  median,
  paint,
  wrap,
} from "@shipshape/report";

import { shellQuoted } from "../shell-quoted.ts";
import { inOneLine } from "./event-line.ts";

/** As narrow a terminal as it is laid out for, and as wide a one, in characters. */
const [narrowest, widest] = [20, 100];

/** So many learners are named at most; the overview names them all. */
const mostNamed = 10;

/**
 * What came of grading a class, for whoever started it: how many ended how, whom a person has to look after, where the
 * results are, and what to type next. With a new line at its end.
 * @param folder of the class's results, as it was named
 */
export function summaryOf(gradebook: Gradebook, folder: string, wanted: Look): string {
  const look = { ...wanted, columns: Math.min(widest, Math.max(narrowest, wanted.columns)) };
  const sections = [
    [title(gradebook, look), ...tally(gradebook, look)].join("\n"),
    ignored(gradebook, look),
    scores(gradebook, look),
    toLookAfter(gradebook, "error", look),
    toLookAfter(gradebook, "undecided", look),
    files(folder, look),
    next(gradebook, folder, look),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function title({ lab, labTitle, rows }: Gradebook, look: Look): string {
  const say = sayIn(look.language);
  const learners = rows.length === 1 ? say`1 learner` : say`${rows.length} learners`;
  return paint("bold", wrap(legibleLine(`${lab}, ${labTitle}: ${learners}`, look), look.columns), look);
}

/** How many ended how, a line each; how nobody ended is left out. */
function tally({ rows }: Gradebook, look: Look): string[] {
  const say = sayIn(look.language);
  const states = Map.groupBy(rows, ({ state }) => state);
  const count = (state: GradebookRow["state"]) => states.get(state)?.length ?? 0;
  const graded = states.get("graded") ?? [];
  const passed = graded.filter(({ verdicts }) => verdicts.every((verdict) => verdict === "pass")).length;
  const overridden = rows.filter(({ overridden }) => overridden).length;
  const late = rows.filter((row) => countedAttempt(row)?.late).length;
  const noted = graded.filter((row) => countedAttempt(row)?.note !== undefined).length;
  const lines: [count: number, words: string][] = [
    [passed, say`passed every check`],
    [graded.length - passed, say`fell short`],
    [count("refused"), say`refused: nothing that they handed in can be read`],
    [count("missing"), say`missing: they handed nothing in`],
    [count("undecided"), say`undecided: a person has to say what counts`],
    [count("error"), say`not graded because of an error of ours`],
    [late, say`of these handed in late`],
    [overridden, say`of these with a score of yours, from overrides.csv`],
    [noted, say`of these with a note: overview.html has it`],
  ];
  const width = String(rows.length).length;
  return lines
    .filter(([count]) => count > 0)
    .map(([count, words]) => {
      const number = `  ${String(count).padStart(width)} `;
      return hang(number, wrap(words, look.columns - number.length));
    });
}

function ignored({ ignored }: Gradebook, look: Look): string {
  const say = sayIn(look.language);
  if (ignored.length === 0) return "";
  const words =
    ignored.length === 1
      ? say`1 thing in the class's folder belongs to no learner: overview.html says why.`
      : say`${ignored.length} things in the class's folder belong to no learner: overview.html says why.`;
  return wrap(words, look.columns);
}

/** The middle of the scores, and the checks that cost most. */
function scores(gradebook: Gradebook, look: Look): string {
  const say = sayIn(look.language);
  const { rows, maxScore } = gradebook;
  const all = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  if (all.length === 0) return "";
  const mean = all.reduce((total, score) => total + score, 0) / all.length;
  const shown = (points: number) => formatScore(points, look.language);
  const middle = say`Of those who have a score: mean ${shown(mean)}, median ${shown(median(all))} of ${shown(maxScore)} points.`;
  return [wrap(middle, look.columns), hardest(gradebook, look)].filter(Boolean).join("\n");
}

/** So many checks are named at most. */
const mostChecks = 3;

/** By their ids: a title says what should hold, and would be read as what is wrong. */
function hardest({ checks, rows }: Gradebook, look: Look): string {
  const say = sayIn(look.language);
  const judged = rows.filter(({ verdicts }) => verdicts.length > 0);
  const named = checks
    .map(({ id }, at) => ({ id, failed: judged.filter(({ verdicts }) => verdicts[at] === "fail").length }))
    .filter(({ failed }) => failed > 0)
    .toSorted((a, b) => b.failed - a.failed)
    .slice(0, mostChecks)
    .map(({ id, failed }) => `${id} ${failed}`);
  if (named.length === 0) return "";
  const words =
    judged.length === 1
      ? say`Checks that failed: ${named.join(", ")}.`
      : say`Checks that failed most often, of ${judged.length} learners: ${named.join(", ")}.`;
  return wrap(words, look.columns);
}

/** Those who have no score until somebody does something, each with the reason, and what to do. */
function toLookAfter({ rows }: Gradebook, state: "error" | "undecided", look: Look): string {
  const say = sayIn(look.language);
  // Where a person gave a score, there is nothing left to do.
  const theirs = rows.filter((row) => row.state === state && !row.overridden);
  if (theirs.length === 0) return "";
  const [heading, remedy] =
    state === "error"
      ? [
          say`Not graded because of an error of ours, and without a score:`,
          say`Type the same command again: it grades these alone. Where it stays so, ask ${look.command ?? "./shipshape"} doctor.`,
        ]
      : [
          say`Undecided, and without a score:`,
          say`Take what does not count out of the class's folder and grade again, or give a score in overrides.csv.`,
        ];
  const named = theirs.slice(0, mostNamed).map(({ learner, reason }) => {
    const name = cut(legibleLine(learner.id, look), Math.max(8, look.columns / 2), look);
    const why = reason === undefined ? "" : `: ${inOneLine(reason, look)}`;
    return hang("  ", wrap(cut(name + why, 3 * look.columns, look), look.columns - 2));
  });
  const more = theirs.length - named.length;
  return [
    paint(["bold", "magenta"], wrap(heading, look.columns), look),
    ...named,
    ...(more > 0
      ? [hang("  ", wrap(say`and ${more} more: overview.html names them all.`, look.columns - 2))]
      : []),
    wrap(remedy, look.columns),
  ].join("\n");
}

/** What a person opens first. A path is not wrapped, so that it can be copied. */
function files(folder: string, look: Look): string {
  const say = sayIn(look.language);
  const places: [file: string, what: string][] = [
    ["overview.html", say`the class on one page`],
    ["gradebook.csv", say`the scores, for a spreadsheet`],
    ["learners", say`a report for each learner`],
    ["overrides.csv", say`for scores that you decide otherwise`],
  ];
  return places
    .map(([file, what]) => {
      const path = visible(join(folder, file));
      const line = `${path}  ${what}`;
      return line === cut(line, look.columns, look) ? line : `${path}\n  ${wrap(what, look.columns - 2)}`;
    })
    .join("\n");
}

/** A command that works with what is known of the class; without a roster that a course system knows, how to get there. */
function next(gradebook: Gradebook, folder: string, look: Look): string {
  const say = sayIn(look.language);
  const format = ["canvas", "moodle"].find((name) => leftOut(name, gradebook).length < gradebook.rows.length);
  if (format === undefined)
    return wrap(
      say`For Canvas or Moodle, give the same command again with that system's own export as the roster: --roster FILE. Nothing is graded twice.`,
      look.columns,
    );
  const command = `${look.command ?? "./shipshape"} gradebook ${shellQuoted(folder)} --format ${format}`;
  return `${wrap(say`To hand the scores to the course system:`, look.columns)}\n  ${command}`;
}
