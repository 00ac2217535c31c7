import { codeSpan, formatSize } from "@shipshape/core";

import { type Before, comparedWith, comparisonHeadings, comparisonRows, type Image } from "./comparison.ts";
import { largestLayers, smallerLayers } from "./layers.ts";
import { legibleLine, type Look } from "./look.ts";
import { renderMessage } from "./markdown-terminal.ts";
import { type Column, renderTable } from "./table.ts";
import { cut, widthOf, wrap } from "./wrap.ts";

/**
 * What the image is made of: its size, its base, and what each line of the Dockerfile added; beside the image that
 * it is compared with, where the lab has one.
 */
export function renderImage(image: Image, before: Before | undefined, look: Look): string {
  const { bytes, addedBytes, base } = image;
  const sum = `The image: ${formatSize(bytes)}, of which ${formatSize(base.bytes)} are the base ${legibleLine(base.reference, look)} and ${formatSize(addedBytes)} were added to it.`;
  return [wrap(sum, look.columns), ...(before ? comparison(before, image, look) : [layers(image, look)])]
    .filter(Boolean)
    .join("\n\n");
}

function comparison(before: Before, after: Image, look: Look): string[] {
  const columns = comparisonHeadings.map((heading): Column => ({
    heading,
    align: heading === "Before" || heading === "After" ? "right" : "left",
  }));
  return [
    renderMessage(comparedWith(before).source, look),
    renderTable(columns, comparisonRows(before, after), look.columns),
    renderMessage(`Before, by the line of ${codeSpan(before.dockerfile)}:`, look),
    layers(before, look),
    renderMessage("After, by the line of `Dockerfile`:", look),
    layers(after, look),
  ];
}

function layers(image: Image, look: Look): string {
  const { shown, others } = largestLayers(image);
  if (shown.length === 0) return "";
  const sizes = shown.map(({ bytes }) => formatSize(bytes));
  const room = look.columns - "Line".length - Math.max("Added".length, ...sizes.map(widthOf)) - 4;
  const rows = shown.map(({ line, instruction }, at) => [
    String(line ?? "?"),
    sizes[at] ?? "",
    // One line a layer, unless so little is left that the table becomes a list.
    cut(legibleLine(instruction, look), room < 16 ? look.columns : room, look),
  ]);
  const columns = [
    { heading: "Line", align: "right" },
    { heading: "Added", align: "right" },
    { heading: "Instruction" },
  ] as const;
  return [
    renderTable(columns, rows, look.columns),
    ...(others.count > 0 ? [wrap(smallerLayers(others), look.columns)] : []),
  ].join("\n");
}
