import type { Stage } from "@shipshape/checker";
import { type Progress, sayIn, visible } from "@shipshape/core";
import { cut, legible, legibleLine } from "@shipshape/report";

import { currentLanguage } from "./language.ts";
import { speaksUnicode } from "./stdout-look.ts";

/** How often the time is written anew while nothing happens, and how soon after one line of output the next, in ms. */
const [tickMs, outputMs] = [1_000, 100];

/** Narrower than this a line says nothing. */
const narrowest = 6;

/** As much of what a build wrote is looked at for its last line, in characters. */
const longestOutput = 2_000;

/** What goes on before the first stage. */
type Doing = Stage | "engine";

/**
 * Says on standard error what is being done: in a terminal on one line at its bottom, with the build's own last line
 * and the time since the start; elsewhere in plain lines, one as each stage begins.
 */
export class LiveDisplay implements Disposable {
  readonly #live = isLiveTerminal();
  readonly #look = { unicode: speaksUnicode() };
  readonly #startedAt = performance.now();
  readonly #said = new Set<string>();
  readonly #redraw = () => this.#draw();
  #doing = "";
  #output = "";
  #closed = false;
  #ticking: NodeJS.Timeout | undefined;
  #soon: NodeJS.Timeout | undefined;

  begin(doing: Doing): void {
    if (this.#closed) return;
    this.#doing = wordsFor(doing);
    this.#output = "";
    if (!this.#live) return this.#sayOnce(this.#doing);
    if (!this.#ticking) process.stderr.on("resize", this.#redraw);
    this.#ticking ??= setInterval(this.#redraw, tickMs).unref();
    this.#draw();
  }

  /** Shows the last line of what a build wrote; where there is no terminal, nobody waits for it. */
  output(written: string): void {
    if (!this.#live || this.#closed) return;
    this.#output =
      visible(written.slice(-longestOutput))
        .split("\n")
        .findLast((line) => line.trim() !== "") ?? this.#output;
    // A build may write faster than a terminal shows.
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#draw();
    }, outputMs).unref();
  }

  /** Says a sentence that stays, above the line. */
  readonly say: Progress = (sentence) => {
    this.#takeAway();
    this.#sayOnce(sentence);
    if (this.#live && this.#doing !== "") this.#draw();
  };

  /** Says a sentence in the place of the line, which does not come back. */
  readonly sayLast: Progress = (sentence) => {
    this[Symbol.dispose]();
    this.#sayOnce(sentence);
  };

  /** Takes the line away for good, so that others can write; sentences can still be said. */
  [Symbol.dispose](): void {
    clearInterval(this.#ticking);
    clearTimeout(this.#soon);
    process.stderr.off("resize", this.#redraw);
    this.#takeAway();
    this.#doing = "";
    this.#closed = true;
  }

  #draw(): void {
    // Some pseudo-terminals have no size.
    const room = (process.stderr.columns || 80) - 1;
    const line = `${clock(performance.now() - this.#startedAt)} ${this.#doing}${this.#output && `: ${this.#output}`}`;
    const text = room < narrowest ? "" : cut(legibleLine(line, this.#look), room, this.#look);
    // At its first column the cursor stays on the line when a narrower terminal breaks it, and what was broken off is
    // below.
    if (this.#doing !== "") process.stderr.write(`\r${text}${eraseBelow}\r`);
  }

  #takeAway(): void {
    if (this.#live && this.#doing !== "") process.stderr.write(`\r${eraseBelow}`);
  }

  #sayOnce(sentence: string): void {
    if (!this.#said.has(sentence)) process.stderr.write(`${legible(sentence, this.#look)}\n`);
    this.#said.add(sentence);
  }
}

const eraseBelow = "\u001B[J";

/** Whether a person looks at standard error as it is written, in a terminal that can take a line back. */
export function isLiveTerminal(): boolean {
  return process.stderr.isTTY && process.env["TERM"] !== "dumb" && !process.env["CI"];
}

/** `0:07`, `12:34` */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What is said while it goes on. */
export function wordsFor(doing: Doing): string {
  const say = sayIn(currentLanguage());
  switch (doing) {
    case "engine":
      return say`Looking for a Docker engine`;
    case "read":
      return say`Reading the submission`;
    case "build":
      return say`Building the image`;
    case "start":
      return say`Starting the container`;
    case "ask":
      return say`Asking the app`;
    case "look":
      return say`Looking at what runs`;
    case "experiments":
      return say`Trying what changes do`;
  }
}
