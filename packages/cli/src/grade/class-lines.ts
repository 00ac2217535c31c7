import { sayIn } from "@shipshape/core";
import { bar, cut, hang, legibleLine, type Look, paint, renderMessage } from "@shipshape/report";

import { wordsFor } from "../live-display.ts";
import type { ClassStanding, Job } from "./class-standing.ts";
import { namesOf } from "./event-line.ts";
import { clock, timeLeftInWords, timeOfDay } from "./time-words.ts";

/** Narrower than this a line says nothing, in characters. */
const narrowest = 6;

/**
 * What stands at the bottom of a terminal while a class is graded: lines that are none of them wider than the look.
 * @param at now, in ms since 1970
 * @param rows as many lines as there is room for
 */
export function classLines(standing: ClassStanding, at: number, look: Look, rows: number): string[] {
  if (look.columns < narrowest) return [];
  const above = [...headLines(standing, at, look), ...pausedLines(standing, look)];
  const room = Math.max(0, rows - above.length);
  return [...above, ...jobLines([...standing.jobs.values()], at, look, room)].slice(0, Math.max(0, rows));
}

function headLines(standing: ClassStanding, at: number, look: Look): string[] {
  const say = sayIn(look.language);
  const elapsed = clock(at - standing.startedAt);
  const { takenIn, takingIn, proving } = standing;
  if (proving !== undefined && !standing.paused && standing.jobs.size === 0) {
    return [fitting(say`${elapsed} Grading known answers first: ${legibleLine(proving, look)}`, look)];
  }
  if (!takenIn) {
    const sofar = takingIn
      ? say`${elapsed} Taking in what was handed in: ${takingIn.done} of ${takingIn.of}`
      : say`${elapsed} Taking in what was handed in`;
    return [fitting(sofar, look)];
  }
  const { done, all } = standing;
  const left = standing.timeLeft(at);
  return packed(
    [
      `${bar(all === 0 ? 1 : done / all, look)} ${done}/${all}`,
      elapsed,
      ...(left ? [timeLeftInWords(left, look.language)] : []),
      ...tallyOf(standing, look),
    ],
    look,
  );
}

/** How many ended how, a piece each; what there is none of is left out. */
export function tallyOf({ counts, takenIn }: ClassStanding, look: Look): string[] {
  const say = sayIn(look.language);
  const { passed, fellShort, errors } = counts;
  const before = takenIn?.unchanged ?? 0;
  return [
    ...(before > 0 ? [say`${before} from before`] : []),
    say`${passed} passed`,
    say`${fellShort} fell short`,
    ...(errors === 0 ? [] : [errors === 1 ? say`1 error of ours` : say`${errors} errors of ours`]),
  ];
}

/** Pieces on as few lines as they fit on. */
function packed(pieces: readonly string[], look: Look): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const joined = `${lines.at(-1)}  ${piece}`;
    if (lines.length > 0 && joined === cut(joined, look.columns, look)) lines.splice(-1, 1, joined);
    else lines.push(fitting(piece, look));
  }
  return lines;
}

/** However long what is wrong is, the jobs keep some room. */
const pausedAtMost = 8;

function pausedLines({ paused }: ClassStanding, look: Look): string[] {
  if (!paused) return [];
  const say = sayIn(look.language);
  const within = { ...look, colour: false, columns: look.columns - 2 };
  const since = timeOfDay(paused.since, look.language);
  const words = [
    say`Paused since ${since}. ${look.language.translateFilled(paused.reason)}`,
    look.language.translateFilled(paused.remedy),
  ].map((message) => hang("  ", renderMessage(message, within)).trimStart());
  return words
    .join("\n")
    .split("\n")
    .slice(0, pausedAtMost)
    .map((line) => paint("yellow", fitting(line, look), look));
}

function jobLines(jobs: readonly Job[], at: number, look: Look, room: number): string[] {
  if (room === 0 || jobs.length === 0) return [];
  const say = sayIn(look.language);
  const shown = jobs.length <= room ? jobs : jobs.slice(0, room - 1);
  const lines = shown.map((job) => jobLine(job, at, look));
  const hidden = jobs.length - shown.length;
  if (hidden === 0) return lines;
  const dots = look.unicode ? "…" : "...";
  return [
    ...lines,
    fitting(
      `  ${shown.length === 0 ? say`${dots} ${hidden} at work` : say`${dots} and ${hidden} more`}`,
      look,
    ),
  ];
}

/** `  0:12 anna: Building the image`; where there is little room, the name gives way first. */
function jobLine({ learners, beganAt, stage }: Job, at: number, look: Look): string {
  const [time, doing] = [clock(at - beganAt), stage ? `: ${wordsFor(stage)}` : ""];
  const name = cut(namesOf(learners, look), Math.max(8, look.columns - 4 - time.length - doing.length), look);
  return fitting(`  ${time} ${name}${doing}`, look);
}

function fitting(line: string, look: Look): string {
  return cut(line, look.columns, look);
}
