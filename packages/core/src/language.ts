/**
 * What our words are written in. A message is written in English where it arises, and that English is the key of its
 * translation: `md` and {@link sayIn} look it up, with `{0}`, `{1}` … in the place of what is filled in.
 */
export type Language = {
  /** As in BCP 47: `en`, `de`, `pt-BR`. */
  readonly code: string;
  /** A message in this language; the English one where there is no translation. */
  readonly translate: (english: string) => string;
};

export const english: Language = { code: "en", translate: (message) => message };

/** @param catalog from each English message to its translation */
export function languageFrom(code: string, catalog: Readonly<Record<string, string>>): Language {
  return { code, translate: (message) => (Object.hasOwn(catalog, message) && catalog[message]) || message };
}

/** The key of a template's translation: `Port {0} is closed.` */
export function keyOf(pieces: readonly string[]): string {
  return pieces.reduce((key, piece, at) => (at === 0 ? piece : `${key}{${at - 1}}${piece}`), "");
}

/** Puts values in the places of a translated template; a translation may change their order. */
export function fillIn(template: string, values: readonly string[]): string {
  return template.replaceAll(/\{(\d+)\}/g, (place, at) => values[Number(at)] ?? place);
}

/** A tag for plain text of ours: say`Then ${count} more` */
export type Say = (pieces: TemplateStringsArray, ...values: (string | number)[]) => string;

/** The tag that writes plain text in a language. */
export function sayIn({ translate }: Language): Say {
  return (pieces, ...values) => fillIn(translate(keyOf(pieces)), values.map(String));
}
