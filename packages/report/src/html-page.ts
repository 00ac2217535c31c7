import { createHash } from "node:crypto";

import type { Language } from "@shipshape/core";

import { htmlText } from "./html-markdown.ts";

export type HtmlPage = {
  /** Of its words, as in BCP 47. */
  readonly language: Language["code"];
  readonly title: string;
  /** What stands in its `main`, as HTML. */
  readonly main: string;
};

/**
 * Makes pages that need nothing beside themselves. Whatever comes to stand in one, nothing is fetched, and nothing
 * runs: only our own style and script are taken, by their digests.
 */
export function htmlPages(style: string, script?: string): (page: HtmlPage) => string {
  const scripts = script === undefined ? "" : ` script-src ${digestOf(script)};`;
  const policy = `default-src 'none'; style-src ${digestOf(style)};${scripts} base-uri 'none'; form-action 'none'`;
  return ({ language, title, main }) => `<!doctype html>
<html lang="${htmlText(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${main}</main>
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;
}

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
