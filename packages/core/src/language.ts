import { filledTranslator } from "./filled-message.ts";
import { fillIn, keyOf } from "./template.ts";

/**
 * What our words are written in. A message is written in English where it arises, and that English is the key of its
 * translation: `md` and {@link sayIn} look it up, with `{0}`, `{1}` … in the place of what is filled in.
 */
export type Language = {
  /** As in BCP 47: `en`, `de`, `pt-BR`. */
  readonly code: string;
  /** A message in this language; the English one where there is no translation. */
  readonly translate: (english: string) => string;
  /**
   * A message in this language into which values were filled already, as saved evidence holds it; or several, each a
   * paragraph. What others wrote stays as it is.
   */
  readonly translateFilled: (english: string) => string;
};

const same = (message: string) => message;

export const english: Language = { code: "en", translate: same, translateFilled: same };

/** @param catalog from each English message to its translation */
export function languageFrom(code: string, catalog: Readonly<Record<string, string>>): Language {
  const translate = (message: string) => (Object.hasOwn(catalog, message) && catalog[message]) || message;
  return { code, translate, translateFilled: filledTranslator(catalog, translate) };
}

/** A tag for plain text of ours: say`Then ${count} more` */
export type Say = (pieces: TemplateStringsArray, ...values: (string | number)[]) => string;

/** The tag that writes plain text in a language. */
export function sayIn({ translate }: Language): Say {
  return (pieces, ...values) => fillIn(translate(keyOf(pieces)), values.map(String));
}
