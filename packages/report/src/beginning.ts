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
  const [line = ""] = text.replace(/^- /, "").split("\n", 1);
  const kept = line.length > short ? firstSentences(line, look) : line;
  // What a colon announces is a list or a log that does not stand here.
  const whole = kept.endsWith(":") ? `${kept} ${look.unicode ? "…" : "..."}` : kept;
  return whole.length > short ? cutBetweenWords(whole, look) : whole;
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
