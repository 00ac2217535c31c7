import type { Look } from "./look.ts";
import { renderMessage } from "./markdown-terminal.ts";
import { cut } from "./wrap.ts";

/** Two lines of 60 columns, in characters. */
const short = 116;

/**
 * The beginning of a message on one line, without colour and not wrapped: of a long paragraph as many sentences as
 * are short together, of a long sentence its first words.
 */
export function beginningOf(message: string, look: Look): string {
  const text = renderMessage(message, { ...look, colour: false, columns: Number.POSITIVE_INFINITY });
  const [line = "", ...below] = text.replace(/^- /, "").split("\n");
  const kept = line.length > short ? firstSentences(line, look) : line;
  const whole = kept.endsWith(":") ? `${kept} ${announced(below, look)}` : kept;
  return whole.length > short ? cutBetweenWords(whole, look) : whole;
}

/** What a colon announces: of a list its first item, of a log nothing. */
function announced(below: readonly string[], { unicode }: Look): string {
  const ellipsis = unicode ? "…" : "...";
  const [item = "", ...others] = below.filter((line) => line !== "");
  if (!item.startsWith("- ")) return ellipsis;
  return others.length === 0 ? item.slice(2) : `${item.slice(2)} ${ellipsis}`;
}

function firstSentences(text: string, { language }: Look): string {
  // A code span may hold what looks like the end of a sentence.
  const masked = text.replaceAll(/`[^`]*`/g, (span) => "x".repeat(span.length));
  const sentences = new Intl.Segmenter(language.code, { granularity: "sentence" }).segment(masked);
  const ends = Array.from(sentences, ({ index, segment }) => index + segment.trimEnd().length);
  return text.slice(0, ends.findLast((end) => end <= short) ?? ends[0]);
}

function cutBetweenWords(text: string, look: Look): string {
  return cut(text, short, look).replace(/(?<=\S)\s+\S*(…|\.\.\.)$/, "$1");
}
