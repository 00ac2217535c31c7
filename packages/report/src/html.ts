import { type Changes, type Report, sayIn } from "@shipshape/core";

import { imageChart, pointsBar } from "./html-chart.ts";
import { htmlBlocks } from "./html-markdown.ts";
import { htmlPages } from "./html-page.ts";
import { style } from "./html-style.ts";
import { type Look, plainLook } from "./look.ts";
import { markdownParts } from "./markdown.ts";

const page = htmlPages(style);

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
  return page({
    language: report.language ?? "en",
    title: sayIn(language)`Lab ${report.lab}: ${report.submission}`,
    main: body.filter(Boolean).join(""),
  });
}
