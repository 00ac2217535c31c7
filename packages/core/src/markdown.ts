import { english, type Language } from "./language.ts";
import { fillIn, keyOf } from "./template.ts";

/**
 * Markdown that is safe to show: whatever a learner controls stands in a code span or a code block.
 * {@link md} and {@link codeBlock} are the ways to make it, so a message of this type is safe by construction.
 */
export class Markdown {
  readonly #write: (language: Language) => string;

  /** @param source the same in every language, or how it is written in one */
  constructor(source: string | ((language: Language) => string)) {
    this.#write = typeof source === "string" ? () => source : source;
  }

  /** In English. */
  get source(): string {
    return this.in(english);
  }

  in(language: Language): string {
    return this.#write(language);
  }
}

/** The longest learner-controlled text that a message repeats in a line, in characters. */
const longestSpan = 160;

/**
 * Writes Markdown: md`Port ${port} is closed.`
 * Numbers and Markdown are taken as they are; every other text becomes a code span. Its words are a key of the
 * translations, so they stand in the template and are not put together from pieces.
 */
export function md(text: TemplateStringsArray, ...values: (string | number | Markdown)[]): Markdown {
  return new Markdown((language) =>
    fillIn(
      language.translate(keyOf(text)),
      values.map((value) => written(value, language)),
    ),
  );
}

function written(value: string | number | Markdown, language: Language): string {
  if (typeof value === "number") return String(value);
  return value instanceof Markdown ? value.in(language) : codeSpan(value);
}

/** Joins pieces of Markdown, by default as paragraphs. */
export function joinMarkdown(pieces: readonly Markdown[], separator = "\n\n"): Markdown {
  return new Markdown((language) => pieces.map((piece) => piece.in(language)).join(separator));
}

/** Names or numbers of any origin, with a comma between each two. */
export const listed = (names: readonly (string | number)[]): Markdown =>
  joinMarkdown(
    names.map((name) => md`${name}`),
    ", ",
  );

/**
 * Writes text of any origin as one code span that it cannot leave.
 * @param longest in characters: what is longer is cut
 */
export function codeSpan(text: string, longest = longestSpan): string {
  const line = visible(text).replaceAll(/\s+/g, " ").trim();
  const short = line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
  if (short === "") return "(nothing)";
  if (!short.includes("`")) return `\`${short}\``;
  const fence = "`".repeat(longestRun(short) + 1);
  // A span that begins or ends with a backtick needs a space, which Markdown takes away again.
  const pad = short.startsWith("`") || short.endsWith("`") ? " " : "";
  return `${fence}${pad}${short}${pad}${fence}`;
}

/** Writes text of any origin as a fenced code block that it cannot leave. */
export function codeBlock(text: string, language = "text"): Markdown {
  // What is taken out may join two runs of backticks into a longer one, so the fence is measured after it.
  const shown = visible(text).replace(/\n+$/, "");
  const fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
  return new Markdown(`${fence}${language}\n${shown}\n${fence}`);
}

/**
 * Text without terminal escape sequences, control characters, and the characters that reorder or hide
 * what stands around them; tabs and new lines stay.
 */
export function visible(text: string): string {
  return plain.test(text) ? text : replaced(text);
}

/** What nearly all text is made of. */
const plain = /^[\t\n -~]*$/;

function replaced(text: string): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)|[@-Z\\-_])/g, "")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
      character === "\n" || character === "\t" ? character : "\uFFFD",
    );
}

function longestRun(text: string): number {
  return text.matchAll(/`+/g).reduce((longest, [run]) => Math.max(longest, run.length), 0);
}
