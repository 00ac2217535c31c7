import { english, type Language } from "./language.ts";
import type { Markdown } from "./markdown.ts";

/**
 * Something on our side or in how the command was used went wrong; never a learner's failure.
 * The message says what and where; the remedy says what to do.
 */
export class ShipshapeError extends Error {
  override readonly name = "ShipshapeError";
  readonly #words: readonly [message: Markdown | string, remedy: Markdown | string];

  constructor(message: Markdown | string, remedy: Markdown | string, options?: ErrorOptions) {
    super(typeof message === "string" ? message : message.source, options);
    this.#words = [message, remedy];
  }

  get remedy(): string {
    return this.in(english)[1];
  }

  /** Message and remedy in a language. */
  in(language: Language): [message: string, remedy: string] {
    const [message, remedy] = this.#words.map((words) =>
      typeof words === "string" ? language.translate(words) : words.in(language),
    );
    return [message ?? "", remedy ?? ""];
  }
}
