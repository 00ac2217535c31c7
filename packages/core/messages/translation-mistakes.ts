import { z } from "zod";

import { visible } from "../src/markdown.ts";

const translationSchema = z.record(z.string(), z.string());

/**
 * What is wrong with a translation.
 * @param name its file's
 * @param messages every English message
 */
export function translationMistakes(
  name: string,
  messages: readonly string[],
  translation: unknown,
): string[] {
  const { data: catalog, error } = translationSchema.safeParse(translation);
  if (!catalog) return [`${name}: ${z.prettifyError(error)}`];
  const known = new Set(messages);
  return [
    ...messages
      .filter((message) => !Object.hasOwn(catalog, message))
      .map((message) => `${name} lacks: ${JSON.stringify(message)}`),
    ...Object.keys(catalog)
      .filter((message) => !known.has(message))
      .map((message) => `${name} has what is no message: ${JSON.stringify(message)}`),
    ...Object.entries(catalog).flatMap(([message, translated]) =>
      differences(message, translated).map(
        (difference) => `${name}: ${difference}: ${JSON.stringify(translated)}`,
      ),
    ),
  ];
}

/** What a translation must have in common with its message, in whatever order. */
const parts: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "places", pattern: /\{\d+\}/g },
  { what: "code", pattern: /(`+)(?!`).*?[^`]\1(?!`)/g },
  { what: "addresses", pattern: /https?:[^\s)>\]`]*[^\s)>\]`.,;:]/g },
  { what: "bold words", pattern: /\*\*(?=\S)/g },
  { what: "links", pattern: /\]\(/g },
  { what: "angle brackets", pattern: /[<>]/g },
  { what: "new lines", pattern: /\n/g },
  { what: "list marks", pattern: /^[-#*>]+ /gm },
  { what: "spaces at either end", pattern: /^\s+|\s+$/g },
];

function differences(message: string, translated: string): string[] {
  if (translated.trim() === "") return ["it is empty"];
  if (visible(translated) !== translated) return ["it has characters that do not show"];
  return parts
    .filter(({ pattern }) => found(message, pattern) !== found(translated, pattern))
    .map(({ what }) => `its ${what} are not those of ${JSON.stringify(message)}`);
}

const found = (text: string, pattern: RegExp) =>
  JSON.stringify(Array.from(text.matchAll(pattern), ([part]) => part).toSorted());
