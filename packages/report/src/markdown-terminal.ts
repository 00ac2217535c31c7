import type { Markdown } from "@shipshape/core";
import MarkdownIt, { type Token } from "markdown-it";

import { legible, paint, type Look } from "./look.ts";
import { hang, wrap, wrapCode } from "./wrap.ts";

// HTML stays text: a terminal has no use for it.
const parser = new MarkdownIt("commonmark", { html: false });

/**
 * Renders Markdown of ours (messages, hints, explanations) for the terminal: wrapped, blocks apart by an empty
 * line, without one at the end. Code spans keep their backticks, so that they read without colour.
 */
export function renderMessage(message: string | Markdown, look: Look): string {
  const source = typeof message === "string" ? message : message.in(look.language);
  return blocks(parser.parse(source, {}), look).join("\n\n");
}

/** One line of Markdown, such as a title, not wrapped. */
export function renderLine(source: string, look: Look): string {
  return inline(parser.parseInline(source, {})[0]?.children ?? [], look).replaceAll(/\s+/g, " ");
}

/** The blocks of a flat list of tokens, each with what is nested in it. */
function blocks(tokens: readonly Token[], look: Look): string[] {
  const rendered: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const end = token.nesting === 1 ? closing(tokens, at) : at;
    rendered.push(block(token, tokens.slice(at + 1, end), look));
    at = end;
  }
  return rendered;
}

function closing(tokens: readonly Token[], open: number): number {
  const { level } = tokens[open] as Token;
  return tokens.findIndex((token, at) => at > open && token.nesting === -1 && token.level === level);
}

function block(token: Token, children: readonly Token[], look: Look): string {
  switch (token.type) {
    case "bullet_list_open":
      return list(children, () => "- ", look);
    case "ordered_list_open":
      return list(children, (at) => `${Number(token.attrGet("start") ?? 1) + at}. `, look);
    case "fence":
    case "code_block":
      return code(token.content, look);
    case "heading_open":
      return paint("bold", blocks(children, look).join("\n\n"), look);
    case "blockquote_open":
      return hang("  ", blocks(children, narrower(look, 2)).join("\n\n"));
    case "inline":
      return wrap(inline(token.children ?? [], look), look.columns);
    case "hr":
      return "---";
    default:
      return token.nesting === 1 ? blocks(children, look).join("\n\n") : legible(token.content, look);
  }
}

function list(children: readonly Token[], marker: (at: number) => string, look: Look): string {
  const outermost = children[0]?.level ?? 0;
  const items = children.filter(({ type, level }) => type === "list_item_open" && level === outermost);
  // The parser hides the paragraphs of a list that was written without empty lines.
  const tight = children.some(({ hidden, level }) => hidden && level === outermost + 1);
  return items
    .map((item, at) => {
      const open = children.indexOf(item);
      const inside = children.slice(open + 1, closing(children, open));
      const mark = marker(at);
      return hang(mark, blocks(inside, narrower(look, mark.length)).join(tight ? "\n" : "\n\n"));
    })
    .join(tight ? "\n" : "\n\n");
}

function code(content: string, look: Look): string {
  const lines = wrapCode(legible(content.replace(/\n+$/, ""), look), narrower(look, 4).columns).split("\n");
  return hang("    ", lines.map((line) => paint("cyan", line, look)).join("\n"));
}

/** The look inside an indent; however deep it is, some room is left for words. */
function narrower(look: Look, by: number): Look {
  return { ...look, columns: Math.max(4, look.columns - by) };
}

/** The pieces of one paragraph on one line; each opened style collects what stands in it until it is closed. */
function inline(tokens: readonly Token[], look: Look): string {
  const open: string[] = [""];
  const add = (text: string) => open.push((open.pop() ?? "") + text);
  const style = (name: "bold" | "italic") => add(paint(name, open.pop() ?? "", look));
  const targets: string[] = [];
  for (const token of tokens) {
    if (token.type === "strong_open" || token.type === "em_open") open.push("");
    else if (token.type === "strong_close") style("bold");
    else if (token.type === "em_close") style("italic");
    else if (token.type === "link_open") {
      targets.push(legible(String(token.attrGet("href") ?? ""), look));
      open.push("");
    } else if (token.type === "link_close") add(link(open.pop() ?? "", targets.pop() ?? ""));
    else if (token.type === "code_inline") add(paint("cyan", `\`${legible(token.content, look)}\``, look));
    else if (token.type === "softbreak") add(" ");
    else if (token.type === "hardbreak") add("\n");
    else add(legible(token.content, look));
  }
  return open.join("");
}

function link(text: string, target: string): string {
  return text === target ? text : `${text} (${target})`;
}
