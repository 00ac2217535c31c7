import { sayIn, type Verdict } from "@shipshape/core";

import { excerptLines, type Place, placeInWords } from "./excerpt.ts";
import { commandOf, legible, legibleLine, type Look, paint } from "./look.ts";
import { renderLine, renderMessage } from "./markdown-terminal.ts";
import { advice, statusWord, worth } from "./words.ts";
import { cut, hang, widthOf, wrap, wrapCode } from "./wrap.ts";

/** A failed check in full: what was seen, where, why it matters, what to try, and where to read on. */
export function failureInFull(verdict: Verdict, look: Look): string {
  const say = sayIn(look.language);
  const within = inside(look);
  const pieces = [
    renderMessage(verdict.message, within),
    verdict.where && place(verdict.where, within),
    ...advice(verdict, say).map((words) => renderMessage(words, within)),
    wrap(say`Read on: ${commandOf(look)} explain ${verdict.id}`, within.columns),
  ];
  return `${titleLine(verdict, worth(verdict, look.language), look)}\n${hang("  ", pieces.filter(Boolean).join("\n\n"))}`;
}

/** `failed: The image is small (0 of 1 point)` */
export function titleLine({ status, title }: Verdict, inBrackets: string, look: Look): string {
  const word = paint(["bold", "red"], `${statusWord(status, sayIn(look.language))}:`, look);
  return entry(`${word} ${renderLine(title, look)} (${inBrackets})`, look);
}

/** A line that begins an item; where it has to be wrapped, the rest of it is indented by two. */
export function entry(text: string, look: Look): string {
  return wrap(text, inside(look).columns).replaceAll("\n", "\n  ");
}

/** What stands under a check's line is indented by two. */
export function inside(look: Look): Look {
  return { ...look, columns: look.columns - 2 };
}

/** The learner's own lines with a marker; the instruction alone where they are not known. */
function place(where: Place, look: Look): string {
  const lines = excerptLines(where);
  if (lines.length === 0) return instruction(where, look);
  const heading = renderMessage(`${placeInWords(where).in(look.language)}:`, look);
  const shown = lines.map((line) =>
    line.startsWith(">") ? meant(legible(line, look), look) : cut(legible(line, look), look.columns, look),
  );
  return [heading, ...shown].join("\n");
}

/** A line that is meant is shown whole: what is wrong may stand at its end. */
function meant(line: string, look: Look): string {
  const { length } = /^> *\d* */.exec(line)?.[0] ?? "";
  const text = wrapCode(line.slice(length), Math.max(8, look.columns - length)).split("\n");
  return hang(line.slice(0, length), text.map((part) => paint("cyan", part, look)).join("\n"));
}

/** `Dockerfile:4 │ USER root`, on two lines where one is too narrow. */
function instruction({ file, line, text }: Place, look: Look): string {
  const at = cut(legibleLine(`${file}:${line}`, look), look.columns, look);
  if (text === undefined) return at;
  const rule = look.unicode ? "│ " : "| ";
  const room = look.columns - widthOf(at) - 1 - rule.length;
  const quoted = (columns: number) => rule + paint("cyan", cut(legibleLine(text, look), columns, look), look);
  return room < 16 ? `${at}\n${quoted(look.columns - rule.length)}` : `${at} ${quoted(room)}`;
}
