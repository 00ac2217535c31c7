import { codeSpan, formatSize, type Report } from "@shipshape/core";

import { comparedWith, comparisonHeadings, comparisonRows, type Image } from "./comparison.ts";
import { largestLayers, smallerLayers } from "./layers.ts";
import { markdownTable } from "./markdown-table.ts";

/** How large the image is, beside the one that it is compared with where the lab has one. */
export function imageSizes({ image, before }: Report): string[] {
  if (!image) return [];
  const { bytes, addedBytes, base } = image;
  return [
    "## The image",
    `${formatSize(bytes)}, of which ${formatSize(base.bytes)} are the base ${codeSpan(base.reference)} and ${formatSize(addedBytes)} were added to it.`,
    ...(before
      ? [comparedWith(before).source, markdownTable(comparisonHeadings, comparisonRows(before, image))]
      : []),
  ];
}

/** What each line of the Dockerfile added; of both images, where two are compared. */
export function imageLayers({ image, before }: Report): string[] {
  if (!image) return [];
  if (!before) return layers(image);
  return [
    `### Before, by the line of ${codeSpan(before.dockerfile)}`,
    ...layers(before),
    "### After, by the line of `Dockerfile`",
    ...layers(image),
  ];
}

function layers(image: Image): string[] {
  const { shown, others } = largestLayers(image);
  const rows = shown.map(({ line, bytes, instruction }) => [
    String(line ?? "?"),
    formatSize(bytes),
    codeSpan(instruction),
  ]);
  return [
    ...(rows.length > 0 ? [markdownTable(["Line", "Added", "Instruction"], rows)] : []),
    ...(others.count > 0 ? [smallerLayers(others)] : []),
  ];
}
