import { type Look, plainLook } from "./look.ts";
import { renderLine, renderMessage } from "./markdown-terminal.ts";

/** Markdown of ours as text for a reader that knows no Markdown and breaks lines itself. */
export function plainText(markdown: string, { language }: Pick<Look, "language">): string {
  return renderMessage(markdown, { ...plainLook, columns: Number.POSITIVE_INFINITY, language });
}

/** The same of a title, on one line. */
export function plainLine(markdown: string): string {
  return renderLine(markdown, plainLook).trim();
}

/** Cuts text to so many UTF-16 units, with a mark where it was longer, and never inside a character. */
export function cutTo(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
