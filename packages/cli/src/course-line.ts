import { existsSync } from "node:fs";

import { formatScore, sayIn } from "@shipshape/core";
import type { LabWork, Standing } from "@shipshape/course";
import { bar, type Look, wrap } from "@shipshape/report";

import { currentFolder } from "./current-folder.ts";
import { launcherFrom, pathFrom } from "./launcher.ts";

/** How far a learner is with the whole course: a bar, and the same in words. */
export function courseLine(standings: readonly Standing[], look: Look): string {
  const say = sayIn(look.language);
  const done = standings.filter(({ state }) => state === "done").length;
  const points = sum(standings.map(pointsOf));
  const most = sum(standings.map(({ lab }) => lab.points));
  const words = say`${done} of ${standings.length} labs done, ${formatScore(points, look.language)} of ${formatScore(most, look.language)} points`;
  return wrap(`${bar(points / most, look)} ${words}`, look.columns);
}

/** The best of a lab, in the points that it has today. */
export const pointsOf = ({ lab, work }: Standing): number => Math.min(work?.best ?? 0, lab.points);

/** `7/10` */
export const pointsInWords = (standing: Standing, { language }: Look): string =>
  [pointsOf(standing), standing.lab.points].map((points) => formatScore(points, language)).join("/");

/** A lab's state in a word. */
export function stateWord(state: Standing["state"], { language }: Look): string {
  const say = sayIn(language);
  const words = { done: say`done`, next: say`next`, started: say`started`, open: say`to do` };
  return words[state];
}

/** What to type next, on a line. */
export function nextLine(standings: readonly Standing[], { language }: Look): string {
  const say = sayIn(language);
  const next = standings.find(({ state }) => state === "next");
  if (!next) return say`All labs are done. This shows them: ${launcherFrom(currentFolder(), "progress")}`;
  const { lab, work } = next;
  // A folder that was thrown away can be laid again.
  const begun = work && existsSync(work.folder);
  return say`Next: ${begun ? checkCommand(lab.id, work) : startCommand(lab.id)}`;
}

/** What to type to start a lab; without one, the next. */
export function startCommand(lab?: string): string {
  return launcherFrom(currentFolder(), "start", ...(lab === undefined ? [] : [numberOf(lab)]));
}

/** What to type to check a lab's work. */
export function checkCommand(lab: string, { folder }: LabWork): string {
  const place = pathFrom(currentFolder(), folder);
  return launcherFrom(currentFolder(), "check", ...(place === "." ? [] : [numberOf(lab), place]));
}

/** The shortest name of a lab: the number that its id begins with. */
export const numberOf = (id: string): string => /^\d+(?=-)/.exec(id)?.[0] ?? id;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
