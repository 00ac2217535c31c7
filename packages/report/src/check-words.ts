import { codeBlock, type Report, type Verdict } from "@shipshape/core";

import type { Look } from "./look.ts";
import { explained, markdownParts } from "./markdown.ts";
import { cutTo, plainLine, plainText } from "./plain-text.ts";

type Words = Pick<Look, "language">;

/** The longest text of a check, in UTF-16 units: those who read JUnit XML cut there, and it is more than enough. */
export const longestText = 20_000;

const longestName = 500;

/** What names a check for people and in a history: `No process of the app runs as root (non-root-process)`. */
export function checkName({ id, title }: Pick<Verdict, "id" | "title">): string {
  return cutTo(`${plainLine(title)} (${id})`, longestName);
}

/** What is said of a check, as Markdown: all that helps with one that failed, and the reason of one that was not judged. */
export function checkWords(verdict: Verdict, { language }: Words): string {
  return verdict.status === "fail" ? explained(verdict, language).join("\n\n") : verdict.message;
}

/** What is said of the whole submission, as Markdown: errors of ours, its points, and the notes. */
export function openingWords(report: Report, { language }: Words): string {
  const { ours, standing, notes } = markdownParts(report, language, undefined);
  return [ours, standing, notes].filter(Boolean).join("\n\n");
}

/** Markdown that is not longer. What is cut stands in a code block, since a cut may open what was closed before. */
export function cutMarkdown(markdown: string, most: number, look: Words): string {
  return markdown.length <= most ? markdown : codeBlock(cutTo(plainText(markdown, look), most)).source;
}
