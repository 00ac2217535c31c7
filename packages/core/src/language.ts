/**
 * What our words are written in. A message is written in English where it arises, and that English is the key of its
 * translation: `md` and {@link sayIn} look it up, with `{0}`, `{1}` … in the place of what is filled in.
 */
export type Language = {
  /** As in BCP 47: `en`, `de`, `pt-BR`. */
  readonly code: string;
  /** A message in this language; the English one where there is no translation. */
  readonly translate: (english: string) => string;
  /** A message in this language into which values were filled already, as saved evidence holds it. */
  readonly translateFilled: (english: string) => string;
};

const same = (message: string) => message;

export const english: Language = { code: "en", translate: same, translateFilled: same };

/** @param catalog from each English message to its translation */
export function languageFrom(code: string, catalog: Readonly<Record<string, string>>): Language {
  const translate = (message: string) => (Object.hasOwn(catalog, message) && catalog[message]) || message;
  const translateFilled = (message: string): string => {
    const whole = translate(message);
    if (whole !== message) return whole;
    const made = madeFrom(message, Object.keys(catalog));
    return made ? fillIn(translate(made.template), made.values.map(translateValue)) : message;
  };
  // What is in a code span is nobody's message.
  const translateValue = (value: string) => (value.startsWith("`") ? value : translateFilled(value));
  return { code, translate, translateFilled };
}

type Made = { readonly template: string; readonly values: readonly string[] };

/** Finds the template that a message was made from: the one with the most words of its own. */
function madeFrom(message: string, templates: readonly string[]): Made | undefined {
  const [best] = templates
    .map((template) => ({ template, pieces: template.split(/\{\d+\}/) }))
    .flatMap(({ template, pieces }) => {
      const values = valuesBetween(pieces, message);
      return values ? [{ template, values, words: pieces.join("").length }] : [];
    })
    .toSorted((a, b) => b.words - a.words);
  return best;
}

/** What stands between the pieces of a template, each as short as can be, where a message consists of them. */
function valuesBetween(pieces: readonly string[], message: string): string[] | undefined {
  const [first = "", ...rest] = pieces;
  const last = rest.at(-1) ?? "";
  if (rest.length === 0 || !message.startsWith(first) || !message.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    const found = index === rest.length - 1 ? message.length - last.length : message.indexOf(piece, at);
    if (found < at) return undefined;
    values.push(message.slice(at, found));
    at = found + piece.length;
  }
  return values;
}

/** The key of a template's translation: `Port {0} is closed.` */
export function keyOf(pieces: readonly string[]): string {
  return pieces.reduce((key, piece, at) => (at === 0 ? piece : `${key}{${at - 1}}${piece}`), "");
}

/** Puts values in the places of a translated template; a translation may change their order. */
export function fillIn(template: string, values: readonly string[]): string {
  if (values.length === 0) return template;
  return piecesOf(template)
    .map((piece, at) => (at % 2 === 0 ? piece : (values[Number(piece)] ?? `{${piece}}`)))
    .join("");
}

const knownPieces = new Map<string, readonly string[]>();

/** A template's words and the numbers of its places, in turns. There are as many templates as we wrote. */
function piecesOf(template: string): readonly string[] {
  const known = knownPieces.get(template);
  if (known) return known;
  const pieces = template.split(/\{(\d+)\}/);
  knownPieces.set(template, pieces);
  return pieces;
}

/** A tag for plain text of ours: say`Then ${count} more` */
export type Say = (pieces: TemplateStringsArray, ...values: (string | number)[]) => string;

/** The tag that writes plain text in a language. */
export function sayIn({ translate }: Language): Say {
  return (pieces, ...values) => fillIn(translate(keyOf(pieces)), values.map(String));
}
