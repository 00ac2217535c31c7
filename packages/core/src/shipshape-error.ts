import type { Language } from "./language.ts";
import { Markdown } from "./markdown.ts";

/**
 * Something on our side or in how the command was used went wrong; never a learner's failure.
 * The message says what and where; the remedy says what to do.
 */
export class ShipshapeError extends Error {
  override readonly name = "ShipshapeError";
  readonly words: readonly [message: Markdown, remedy: Markdown];

  constructor(message: Markdown | string, remedy: Markdown | string, options?: ErrorOptions) {
    const words = [inWords(message), inWords(remedy)] as const;
    super(words[0].source, options);
    this.words = words;
  }

  get remedy(): string {
    return this.words[1].source;
  }

  /** Message and remedy in a language. */
  in(language: Language): [message: string, remedy: string] {
    const [message, remedy] = this.words;
    return [message.in(language), remedy.in(language)];
  }
}

/** A sentence of ours into which nothing is filled is its own key. */
const inWords = (words: Markdown | string): Markdown =>
  typeof words === "string" ? new Markdown((language) => language.translate(words)) : words;
