import { codeSpan, formatSize, type Language, md, type Report, sayIn } from "@shipshape/core";

import {
  comparedWith,
  comparisonHeadings,
  comparisonRows,
  type Image,
  imageSum,
  layerHeadings,
} from "./comparison.ts";
import { largestLayers, smallerLayers } from "./layers.ts";
import { markdownTable } from "./markdown-table.ts";

/** How large the image is, beside the one that it is compared with where the lab has one. */
export function imageSizes({ image, before }: Report, language: Language): string[] {
  if (!image) return [];
  const say = sayIn(language);
  return [
    `## ${say`The image`}`,
    imageSum(image).in(language),
    ...(before
      ? [
          comparedWith(before).in(language),
          markdownTable(comparisonHeadings(say), comparisonRows(before, image, language)),
        ]
      : []),
  ];
}

/** What each line of the Dockerfile added; of both images, where two are compared. */
export function imageLayers({ image, before }: Report, language: Language): string[] {
  if (!image) return [];
  if (!before) return layers(image, language);
  return [
    `### ${md`Before, by the line of ${before.dockerfile}`.in(language)}`,
    ...layers(before, language),
    `### ${md`After, by the line of ${"Dockerfile"}`.in(language)}`,
    ...layers(image, language),
  ];
}

function layers(image: Image, language: Language): string[] {
  const { shown, others } = largestLayers(image);
  const rows = shown.map(({ line, bytes, instruction }) => [
    String(line ?? "?"),
    formatSize(bytes, language),
    codeSpan(instruction),
  ]);
  return [
    ...(rows.length > 0 ? [markdownTable(layerHeadings(sayIn(language)), rows)] : []),
    ...(others.count > 0 ? [smallerLayers(others, language)] : []),
  ];
}
