import { fillIn } from "./template.ts";

type Template = {
  readonly template: string;
  readonly pieces: readonly string[];
  /** How many letters it has of its own. */
  readonly letters: number;
};

/** With fewer letters of its own, a template fits what others wrote as well: `{0} of {1}` does "out of memory". */
const fewest = 24;

/**
 * Makes the function that translates what values were filled into: it looks for the template that a message was made
 * from.
 * @param catalog from each English message to its translation
 */
export function filledTranslator(
  catalog: Readonly<Record<string, string>>,
  translate: (message: string) => string,
): (english: string) => string {
  let templates: readonly Template[] | undefined;
  const ofMessage = (message: string): string => {
    if (Object.hasOwn(catalog, message)) return translate(message);
    templates ??= templatesOf(Object.keys(catalog));
    for (const { template, pieces, letters } of templates) {
      const values = valuesBetween(pieces, message);
      if (values && (letters >= fewest || values.every(isOurs)))
        return fillIn(translate(template), values.map(ofValue));
    }
    return message;
  };
  const ofValue = (value: string): string => (isFilledIn(value) ? value : ofMessage(value));
  const isOurs = (value: string): boolean =>
    isFilledIn(value) || Object.hasOwn(catalog, value) || ofMessage(value) !== value;
  return (english) =>
    Object.hasOwn(catalog, english) ? translate(english) : paragraphsOf(english).map(ofMessage).join("\n\n");
}

/** Those that values are filled into, first the ones with the most letters of their own. */
function templatesOf(messages: readonly string[]): Template[] {
  return messages
    .map((template) => {
      const pieces = template.split(/\{\d+\}/);
      return { template, pieces, letters: pieces.join("").match(/\p{L}/gu)?.length ?? 0 };
    })
    .filter(({ pieces }) => pieces.length > 1)
    .toSorted((a, b) => b.letters - a.letters);
}

/** A code span or a code block. */
const code = /(`+)(?!`)[^]*?(?<!`)\1(?!`)/g;

const outsideOfCode = (text: string): string => text.replaceAll(code, "");

/** Whether all code that begins in a text ends there. */
const isWhole = (text: string): boolean => !outsideOfCode(text).includes("`");

/** Whether `md` may write a value so that is no message: code spans, a code block, a number or a size. */
function isFilledIn(value: string): boolean {
  const rest = outsideOfCode(value);
  return value !== "" && (/^(?:[\s,]|\(nothing\))*$/.test(rest) || isAmount.test(value));
}

const isAmount = /^-?\d+(?:[.,]\d+)*(?: ?(?:%|B|kB|MB|GB|ms|s|min))?$/;

/** Messages that were joined; what is blank in a code block divides nothing. */
function paragraphsOf(text: string): string[] {
  const paragraphs: string[] = [];
  for (const part of text.split("\n\n")) {
    const last = paragraphs.at(-1);
    if (last === undefined || isWhole(last)) paragraphs.push(part);
    else paragraphs.splice(-1, 1, `${last}\n\n${part}`);
  }
  return paragraphs;
}

/** What stands between the pieces of a template, each as short as can be, where a message consists of them. */
function valuesBetween(pieces: readonly string[], message: string): string[] | undefined {
  const [first = "", ...rest] = pieces;
  const last = rest.at(-1) ?? "";
  if (!message.startsWith(first) || !message.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const [index, piece] of rest.entries()) {
    const found = index === rest.length - 1 ? message.length - last.length : endOfValue(message, piece, at);
    if (found < at) return undefined;
    const value = message.slice(at, found);
    if (!isWhole(value)) return undefined;
    values.push(value);
    at = found + piece.length;
  }
  return values;
}

/** Where a piece stands next, outside of code; -1 where it does nowhere. */
function endOfValue(message: string, piece: string, at: number): number {
  let found = message.indexOf(piece, at);
  while (found !== -1 && !isWhole(message.slice(at, found))) found = message.indexOf(piece, found + 1);
  return found;
}
