import { stdout } from "node:process";

import { sayIn, visible } from "@shipshape/core";
import { type Look, wrap } from "@shipshape/report";

import { stdoutLook } from "../stdout-look.ts";

/** Writes a text for whoever reads it, as they can be shown it; it may be asked again when their terminal changes. */
export type Text = (look: Look) => string;

/** Where a watched check is shown. */
export type Screen = Disposable & {
  /** What is shown can be replaced. */
  readonly live: boolean;
  /** Shows a text in the place of all that was shown; in a terminal as much of it as there is room for. */
  show(text: Text): void;
  /** Shows all of it, however long. */
  showWhole(text: Text): void;
  /** Shows a text below what is shown. */
  add(text: Text): void;
  /** Says a sentence that is no result. */
  tell(sentence: string): void;
  /** Changes what always stands at the end. */
  foot(text: Text): void;
  /** Lays everything out anew. */
  repaint(): void;
};

/** In a pipe: one text below the other. */
export class PlainScreen implements Screen {
  readonly live = false;

  show(text: Text): void {
    stdout.write(`${text(stdoutLook()).trimEnd()}\n\n`);
  }

  showWhole(text: Text): void {
    this.show(text);
  }

  add(text: Text): void {
    this.show(text);
  }

  tell(sentence: string): void {
    console.error(visible(sentence));
  }

  foot(): void {}
  repaint(): void {}
  [Symbol.dispose](): void {}
}

/** The fewest lines of a text that are shown, however low the terminal is. */
const fewest = 6;

const [clearAll, clearBelow] = ["\u001B[H\u001B[2J", "\u001B[J"];
const up = (rows: number) => (rows > 0 ? `\r\u001B[${rows}A` : "\r");

/**
 * A terminal. What is shown scrolls as everything in a terminal does, and below it stand always the same lines; the row
 * below them is free for a line of whoever works.
 */
export class TerminalScreen implements Screen {
  readonly live = true;
  readonly #resized = () => this.repaint();
  #texts: Text[] = [];
  #foot: Text = () => "";
  #footRows = 0;

  constructor() {
    stdout.on("resize", this.#resized);
  }

  show(text: Text): void {
    this.showWhole((look) => this.#beginning(text(look), look));
  }

  showWhole(text: Text): void {
    this.#texts = [text];
    this.repaint();
  }

  add(text: Text): void {
    this.#texts.push(text);
    stdout.write(`${up(this.#footRows)}${clearBelow}${this.#laid(text)}${this.#laidFoot()}`);
  }

  tell(sentence: string): void {
    this.add(({ columns }) => wrap(visible(sentence), columns));
  }

  foot(text: Text): void {
    this.#foot = text;
    stdout.write(`${up(this.#footRows)}${clearBelow}${this.#laidFoot()}`);
  }

  repaint(): void {
    const foot = this.#laidFoot();
    const texts = this.#texts.map((text) => this.#laid(text)).join("");
    stdout.write(`${clearAll}${texts}${foot}`);
  }

  [Symbol.dispose](): void {
    stdout.off("resize", this.#resized);
    stdout.write(`${up(this.#footRows)}${clearBelow}`);
  }

  /** What matters most stands first, and would scroll away. */
  #beginning(text: string, look: Look): string {
    const lines = text.trimEnd().split("\n");
    const more = wrap(sayIn(look.language)`More below: the key f shows all of it.`, look.columns);
    // An empty line, the foot and the row of who works are below; and a few lines are better than none.
    const room = Math.max(fewest, (stdout.rows || 24) - this.#footRows - 2);
    if (lines.length <= room) return text;
    return [...lines.slice(0, room - more.split("\n").length), more].join("\n");
  }

  #laid(text: Text): string {
    return `${text(narrower()).trimEnd()}\n\n`;
  }

  #laidFoot(): string {
    const foot = this.#foot(narrower());
    this.#footRows = foot === "" ? 0 : foot.split("\n").length;
    return foot === "" ? "" : `${foot}\n`;
  }
}

/** A row that is full to its last column is two rows in some terminals. */
function narrower(): Look {
  const look = stdoutLook();
  return { ...look, columns: Math.max(1, look.columns - 1) };
}
