import { visible } from "@shipshape/core";
import MarkdownIt from "markdown-it";

// What looks like HTML in the Markdown stays text.
const parser = new MarkdownIt({ html: false });

/** Markdown of ours as HTML. */
export const htmlBlocks = (markdown: string): string => parser.render(markdown);

/** One line of it, without a paragraph around it. */
export const htmlInline = (markdown: string): string => parser.renderInline(markdown);

/** Text of any origin as text of a page, on one line. */
export function htmlText(text: string): string {
  return parser.utils.escapeHtml(visible(text).replaceAll(/\s+/g, " ").trim());
}
