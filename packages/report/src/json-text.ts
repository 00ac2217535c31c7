/**
 * A document as JSON, with a new line at its end. What would act on a terminal or turn text around is written by its
 * number, which reads the same.
 */
export function jsonText(document: object): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replaceAll(/[\u007F-\u009F\u2028\u2029\p{Cf}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => String.raw`\u` + character.charCodeAt(at).toString(16).padStart(4, "0"),
  ).join("");
}
