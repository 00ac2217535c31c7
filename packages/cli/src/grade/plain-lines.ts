import { sayIn } from "@shipshape/core";
import type { ClassEvent } from "@shipshape/grader";
import { cut, legibleLine, type Look, renderMessage } from "@shipshape/report";

import { tallyOf } from "./class-lines.ts";
import type { ClassStanding } from "./class-standing.ts";
import { eventLine } from "./event-line.ts";
import { clock, timeLeftInWords, timeOfDay } from "./time-words.ts";

/** A line says how far the class is after each tenth of it, but not sooner after the last than this, in ms. */
const soonest = 30_000;

/** And after so long in any case, with the next that ends: some CI servers end what is silent for ten minutes. */
const latest = 300_000;

/** No line of a log is longer, in characters. */
const longest = 200;

/** What a class's grading says where there is no terminal: plain lines, as few as tell what a person wants to know. */
export class PlainLines {
  readonly #look: Look;
  #lastAt: number;
  #tenths = 0;
  #said = "";

  /** @param at when the grading began, in ms */
  constructor(at: number, look: Look) {
    this.#lastAt = at;
    this.#look = { ...look, colour: false };
  }

  /** The lines for an event that the standing has taken already. */
  of(event: ClassEvent, standing: ClassStanding, at: number): string[] {
    const look = this.#look;
    const stays = eventLine(event, look);
    const progress =
      event.kind === "ended" || event.kind === "failed" ? this.#progressLine(standing, at) : undefined;
    const lines = [stays, ...phaseLines(event, standing, at, look), progress];
    return lines
      .filter((line) => line !== undefined)
      .filter((line) => this.#isNew(line))
      .map((line) => cut(line, longest, look));
  }

  #isNew(line: string): boolean {
    if (line === this.#said) return false;
    this.#said = line;
    return true;
  }

  #progressLine(standing: ClassStanding, at: number): string | undefined {
    const { done, all } = standing;
    const tenths = Math.floor((10 * done) / all);
    const since = at - this.#lastAt;
    // The summary says it all when everything has ended.
    if (done === all || since < (tenths > this.#tenths ? soonest : latest)) return undefined;
    this.#tenths = tenths;
    this.#lastAt = at;
    const say = sayIn(this.#look.language);
    const left = standing.timeLeft(at);
    const tally = tallyOf(standing, this.#look).join(", ");
    const times = [
      clock(at - standing.startedAt),
      ...(left ? [timeLeftInWords(left, this.#look.language)] : []),
    ].join(", ");
    return say`${done} of ${all} graded: ${tally} (${times})`;
  }
}

function phaseLines(event: ClassEvent, standing: ClassStanding, at: number, look: Look): string[] {
  const say = sayIn(look.language);
  switch (event.kind) {
    case "taking-in":
      return [say`Taking in what was handed in`];
    case "proving":
      // When the engine has failed, it is tried again and again.
      if (standing.paused || standing.done > (standing.takenIn?.unchanged ?? 0)) return [];
      return [say`Grading known answers first: ${legibleLine(event.variant, look)}`];
    case "paused":
      return [
        say`Paused since ${timeOfDay(at, look.language)}. ${look.language.translateFilled(event.reason)}`,
        look.language.translateFilled(event.remedy),
      ].map((message) => legibleLine(renderMessage(message, look), look));
    case "taken-in":
    case "began":
    case "stage":
    case "ended":
    case "postponed":
    case "failed":
    case "resumed":
      return [];
  }
}
