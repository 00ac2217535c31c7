import { legible, cut } from "@shipshape/report";
import type { Progress } from "@shipshape/core";
import type { ClassEvent } from "@shipshape/grader";

import { currentLanguage } from "../language.ts";
import { isLiveTerminal } from "../live-display.ts";
import { speaksUnicode } from "../stdout-look.ts";
import { classLines } from "./class-lines.ts";
import { ClassStanding } from "./class-standing.ts";
import { eventLine } from "./event-line.ts";
import { PlainLines } from "./plain-lines.ts";

/** How often the clocks are written anew, and how soon after one event what the next ones changed, in ms. */
const [tickMs, soonMs] = [1_000, 100];

const eraseBelow = "\u001B[J";

/** The time, in ms since 1970, by a clock that does not jump when somebody sets it. */
const steadyNow = () => performance.timeOrigin + performance.now();

/**
 * Shows on standard error how the grading of a class goes: in a terminal in a few lines at its bottom, above which what
 * fell short or failed stays; elsewhere in plain lines.
 */
export class ClassDisplay implements Disposable {
  readonly #live = isLiveTerminal();
  readonly #now: () => number;
  readonly #standing: ClassStanding;
  readonly #plain: PlainLines;
  readonly #redraw = () => this.#write("");
  #said = "";
  #drawn = false;
  #closed = false;
  #ticking: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;

  /** @param now the time, in ms since 1970 */
  constructor(now: () => number = steadyNow) {
    this.#now = now;
    this.#standing = new ClassStanding(now());
    this.#plain = new PlainLines(now(), this.#look());
  }

  take(event: ClassEvent): void {
    if (this.#closed) return;
    const at = this.#now();
    this.#standing.take(event, at);
    if (!this.#live) return this.#writeLines(this.#plain.of(event, this.#standing, at));
    this.#begin();
    const line = eventLine(event, this.#look());
    if (line !== undefined) return this.#write(`${cut(line, this.#look().columns, this.#look())}\n`);
    // Many may happen at once.
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#redraw();
    }, soonMs).unref();
  }

  /** Says a sentence that stays, above the lines; twice the same one only once. */
  readonly say: Progress = (sentence) => {
    if (sentence === this.#said) return;
    this.#said = sentence;
    this.#write(`${legible(sentence, this.#look())}\n`);
  };

  /** Says a sentence in the place of the lines, which do not come back. */
  readonly sayLast: Progress = (sentence) => {
    this[Symbol.dispose]();
    this.say(sentence);
  };

  /** Takes the lines away for good, so that others can write; sentences can still be said. */
  [Symbol.dispose](): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#soon);
    process.stderr.off("resize", this.#redraw);
    this.#closed = true;
    if (this.#drawn) this.#write("");
  }

  #begin(): void {
    if (this.#ticking) return;
    process.stderr.on("resize", this.#redraw);
    this.#ticking = setInterval(this.#redraw, tickMs).unref();
    this.#redraw();
  }

  #writeLines(lines: readonly string[]): void {
    if (lines.length > 0) process.stderr.write(lines.map((line) => `${line}\n`).join(""));
  }

  /** Writes what stays in the place of the lines at the bottom, and these below it. */
  #write(stays: string): void {
    const takenAway = this.#drawn ? `\r${eraseBelow}` : "";
    process.stderr.write(`${takenAway}${stays}${this.#bottom()}`);
  }

  /**
   * The lines at the bottom. The cursor is left at the beginning of the first: when a narrower terminal breaks them, all
   * that was broken off is below it.
   */
  #bottom(): string {
    this.#drawn = this.#live && !this.#closed && this.#ticking !== undefined;
    if (!this.#drawn) return "";
    // Some pseudo-terminals have no size; one row is kept free, so that going up never ends above the first line.
    const rows = (process.stderr.rows || 24) - 1;
    const lines = classLines(this.#standing, this.#now(), this.#look(), rows);
    const up = lines.length > 1 ? `\u001B[${lines.length - 1}A` : "";
    return `${lines.join("\n")}${up}\r`;
  }

  #look() {
    return {
      // A row that is full to its last column is two rows in some terminals.
      columns: (process.stderr.columns || 80) - 1,
      colour: this.#live && process.stderr.hasColors(),
      unicode: speaksUnicode(),
      language: currentLanguage(),
    };
  }
}
