import { type Report, sayIn, type Verdict } from "@shipshape/core";

import { beginningOf } from "./beginning.ts";
import { byReason } from "./by-reason.ts";
import { type Look, paint } from "./look.ts";
import { renderLine, renderMessage } from "./markdown-terminal.ts";
import { entry, inside, titleLine } from "./terminal-failure.ts";
import { statusWord, worth } from "./words.ts";
import { hang, wrap } from "./wrap.ts";

/** A failed check in a few lines: its title, its name, and the beginning of what was seen and where. */
export function failureInShort(verdict: Verdict, look: Look): string {
  const { id, message, where } = verdict;
  const say = sayIn(look.language);
  const within = inside(look);
  const beginning = beginningOf(message, look);
  const seen = where ? say`Line ${where.line}: ${beginning}` : beginning;
  const inBrackets = `${id}, ${worth(verdict, look.language)}`;
  return `${titleLine(verdict, inBrackets, look)}\n${hang("  ", wrap(seen, within.columns))}`;
}

/** The checks that could not be looked at, together where they share the reason. */
export function skips({ checks }: Report, look: Look): string[] {
  const within = inside(look);
  return byReason(checks, "skip").map(({ reason, ids }) =>
    [
      paint("yellow", wrap(skipped(ids.length, look), look.columns), look),
      hang("  ", renderMessage(reason, within)),
      hang("  ", wrap(ids.join(", "), within.columns)),
    ].join("\n"),
  );
}

/** The same without a word that is not needed. */
export function skipsInShort({ checks }: Report, look: Look): string[] {
  const word = paint("yellow", `${statusWord("skip", sayIn(look.language))}:`, look);
  return byReason(checks, "skip").map(
    ({ reason, ids }) =>
      `${entry(`${word} ${ids.join(", ")}`, look)}\n${hang("  ", wrap(beginningOf(reason, look), inside(look).columns))}`,
  );
}

/** What passed, a line each. */
export function passes({ checks }: Report, look: Look): string {
  const word = paint("green", `${statusWord("pass", sayIn(look.language))}:`, look);
  return checks
    .filter(({ status }) => status === "pass")
    .map(({ title }) => entry(`${word} ${renderLine(title, look)}`, look))
    .join("\n");
}

export function notes({ notes }: Report, look: Look): string {
  const say = sayIn(look.language);
  return notes.map((note) => noted(renderMessage(say`Note: ${note}`, inside(look)))).join("\n");
}

/** The beginning of each note. */
export function notesInShort({ notes }: Report, look: Look): string {
  const say = sayIn(look.language);
  const { columns } = inside(look);
  return notes.map((note) => noted(wrap(say`Note: ${beginningOf(note, look)}`, columns))).join("\n");
}

function noted(text: string): string {
  return hang("  ", text).trimStart();
}

function skipped(count: number, look: Look): string {
  const say = sayIn(look.language);
  return count === 1
    ? say`skipped: 1 check, worth no points yet`
    : say`skipped: ${count} checks, worth no points yet`;
}
