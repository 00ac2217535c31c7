import { formatSize, joinMarkdown, md, sayIn } from "@shipshape/core";

import {
  type Before,
  comparedWith,
  comparisonHeadings,
  comparisonRows,
  type Image,
  imageSum,
  imageSumInShort,
  layerHeadings,
  savedInWords,
} from "./comparison.ts";
import { largestLayers, smallerLayers } from "./layers.ts";
import { legibleLine, type Look } from "./look.ts";
import { renderMessage } from "./markdown-terminal.ts";
import { type Column, renderTable } from "./table.ts";
import { cut, widthOf, wrap } from "./wrap.ts";

/** How large the image is, and what was saved beside the one that it is compared with. */
export function imageInShort(image: Image, before: Before | undefined, look: Look): string {
  const saved = before && before.bytes > 0 ? [savedInWords(before, image)] : [];
  return renderMessage(joinMarkdown([imageSumInShort(image), ...saved], " "), look);
}

/**
 * What the image is made of: its size, its base, and what each line of the Dockerfile added; beside the image that
 * it is compared with, where the lab has one.
 */
export function imageByLine(image: Image, before: Before | undefined, look: Look): string {
  return [
    renderMessage(md`The image: ${imageSum(image)}`, look),
    ...(before ? comparison(before, image, look) : [layers(image, look)]),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function comparison(before: Before, after: Image, look: Look): string[] {
  const say = sayIn(look.language);
  const columns = comparisonHeadings(say).map((heading, at): Column => ({
    heading,
    align: at === 1 || at === 2 ? "right" : "left",
  }));
  return [
    renderMessage(comparedWith(before), look),
    renderTable(columns, comparisonRows(before, after, look.language), look.columns),
    renderMessage(md`Before, by the line of ${before.dockerfile}:`, look),
    layers(before, look),
    renderMessage(md`After, by the line of ${"Dockerfile"}:`, look),
    layers(after, look),
  ];
}

function layers(image: Image, look: Look): string {
  const { shown, others } = largestLayers(image);
  if (shown.length === 0) return "";
  const say = sayIn(look.language);
  const [line, added, instruction] = layerHeadings(say);
  const sizes = shown.map(({ bytes }) => formatSize(bytes, look.language));
  const room = look.columns - widthOf(line) - Math.max(widthOf(added), ...sizes.map(widthOf)) - 4;
  const rows = shown.map((layer, at) => [
    String(layer.line ?? "?"),
    sizes[at] ?? "",
    // One line a layer, unless so little is left that the table becomes a list.
    cut(legibleLine(layer.instruction, look), room < 16 ? look.columns : room, look),
  ]);
  const columns = [
    { heading: line, align: "right" },
    { heading: added, align: "right" },
    { heading: instruction },
  ] as const;
  return [
    renderTable(columns, rows, look.columns),
    ...(others.count > 0 ? [wrap(smallerLayers(others, look.language), look.columns)] : []),
  ].join("\n");
}
