import { createHash } from "node:crypto";

import { type Changes, type Report, sayIn } from "@shipshape/core";

import { imageChart, pointsBar } from "./html-chart.ts";
import { htmlBlocks, htmlText } from "./html-markdown.ts";
import { style } from "./html-style.ts";
import { type Look, plainLook } from "./look.ts";
import { markdownParts } from "./markdown.ts";

/** Nothing is fetched or run, whatever came to stand in the page: only our own style is taken, by its digest. */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/**
 * The report as one HTML page that needs nothing beside itself: the words of the Markdown report, with bars for
 * points and bytes.
 */
export function renderHtml(
  report: Report,
  { language }: Pick<Look, "language"> = plainLook,
  changes?: Changes,
): string {
  const parts = markdownParts(report, language, changes);
  const pictures: { readonly [Part in keyof typeof parts]?: string } = {
    standing: pointsBar(report),
    imageSizes: imageChart(report, language),
  };
  const body = (Object.keys(parts) as (keyof typeof parts)[]).flatMap((part) => [
    htmlBlocks(parts[part]),
    pictures[part] ?? "",
  ]);
  return `<!doctype html>
<html lang="${htmlText(report.language ?? "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(sayIn(language)`Lab ${report.lab}: ${report.submission}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.filter(Boolean).join("")}</main>
</body>
</html>
`;
}
