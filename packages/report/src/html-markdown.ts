import { visible } from "@shipshape/core";
import MarkdownIt from "markdown-it";

import { excerptBlock } from "./excerpt.ts";

// What looks like HTML in the Markdown stays text.
const parser = new MarkdownIt({ html: false });
const { escapeHtml } = parser.utils;

const anyFence = parser.renderer.rules.fence;
parser.renderer.rules.fence = (tokens, at, ...rest) => {
  const { info = "", content = "" } = tokens[at] ?? {};
  return info === excerptBlock ? excerpt(content) : (anyFence?.(tokens, at, ...rest) ?? "");
};

/** The lines that are meant are seen at a glance; to those who do not see it, the words before it name them. */
function excerpt(content: string): string {
  const lines = content
    .trimEnd()
    .split("\n")
    .map((line) => (line.startsWith(">") ? `<mark>${escapeHtml(line)}</mark>` : escapeHtml(line)));
  return `<pre><code>${lines.join("\n")}\n</code></pre>\n`;
}

/** How many pieces are remembered of either kind: those of a few hundred reports. */
const mostRemembered = 1000;

/** Markdown of ours as HTML. */
export const htmlBlocks = remembering((markdown) => parser.render(markdown));

/** One line of it, without a paragraph around it. */
export const htmlInline = remembering((markdown) => parser.renderInline(markdown));

/** Much is the same in most reports of a class: the table of verdicts, say, and the lines of Dockerfiles. */
function remembering(render: (markdown: string) => string): (markdown: string) => string {
  const remembered = new Map<string, string>();
  return (markdown) => {
    const known = remembered.get(markdown);
    if (known !== undefined) return known;
    const html = render(markdown);
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(markdown, html);
    return html;
  };
}

/** Text of any origin as text of a page, on one line. */
export function htmlText(text: string): string {
  return escapeHtml(visible(text).replaceAll(/\s+/g, " ").trim());
}
