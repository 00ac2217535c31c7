import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";

import type { Look } from "./look.ts";

/** How many columns a line takes, colour codes not counted and wide characters counted twice. */
export function widthOf(line: string): number {
  return stringWidth(line);
}

/** Breaks prose between words, and a word only where it is wider than the whole line. */
export function wrap(text: string, columns: number): string {
  return wrapAnsi(text, columns, { hard: true });
}

/** The same for lines whose spaces matter. */
export function wrapCode(text: string, columns: number): string {
  return wrapAnsi(text, columns, { hard: true, trim: false }).replaceAll(/ +$/gm, "");
}

/** Cuts a line without colour codes to the width, and marks the cut. */
export function cut(line: string, columns: number, { unicode }: Pick<Look, "unicode">): string {
  if (widthOf(line) <= columns) return line;
  const ellipsis = unicode ? "…" : "...";
  const room = columns - ellipsis.length;
  let kept = "";
  // A wrapper would leave a long word to the next line as a whole.
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (widthOf(kept + segment) > room) break;
    kept += segment;
  }
  return kept.trimEnd() + ellipsis;
}

/** Puts `first` before the first line and spaces of the same width before the others; empty lines stay empty. */
export function hang(first: string, text: string): string {
  const rest = " ".repeat(widthOf(first));
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first + line : line && rest + line))
    .join("\n");
}
