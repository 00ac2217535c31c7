import { codeSpan, formatSize, type Report } from "@shipshape/core";

import type { Image } from "./comparison.ts";
import { htmlInline } from "./html-markdown.ts";
import { largestLayers } from "./layers.ts";

/** How many points were earned, as a bar beside the words; nothing where they are withheld. */
export function pointsBar({ score, maxScore }: Report): string {
  return score === null || maxScore === 0 ? "" : `${bar("points", score / maxScore)}\n`;
}

/** The image's bytes by the line that made them, to one scale with those of the image that it is compared with. */
export function imageChart({ image, before }: Report): string {
  if (!image) return "";
  const images = before ? [before, image] : [image];
  const widest = Math.max(...images.map(largestPart));
  const groups = before
    ? [group("Before", before, widest), group("After", image, widest)]
    : [group("The whole image", image, widest)];
  // Told as one picture: the tables have the same numbers in a form that can be walked through.
  return `<figure>
<figcaption>Bytes by the line that made them.</figcaption>
<div role="img" aria-label="${inWords(image, before)}">
${groups.join("")}</div>
</figure>
`;
}

function largestPart({ base, layers }: Image): number {
  return layers.reduce((most, { bytes }) => Math.max(most, bytes), base.bytes);
}

/** No word of a learner's stands in an attribute. */
function inWords(after: Image, before: Image | undefined): string {
  const sizes = before
    ? `Before: ${sizesOf(before)}. After: ${sizesOf(after)}.`
    : `The image: ${sizesOf(after)}.`;
  return `Bar chart. ${sizes} The tables hold the bytes of each line.`;
}

function sizesOf({ bytes, base, addedBytes }: Image): string {
  return `${formatSize(bytes)}, of which ${formatSize(base.bytes)} are the base and ${formatSize(addedBytes)} were added`;
}

function group(name: string, image: Image, widest: number): string {
  const { shown, others } = largestLayers(image);
  const rows = [
    row(`Base ${codeSpan(image.base.reference)}`, "base", image.base.bytes, widest),
    ...shown.map(({ line, instruction, bytes }) =>
      row(`Line ${line ?? "?"} ${codeSpan(instruction)}`, "layer", bytes, widest),
    ),
    ...(others.count > 0 ? [row(`${others.count} smaller layers`, "layer", others.bytes, widest)] : []),
  ];
  return `<p class="group">${name}: ${formatSize(image.bytes)}</p>\n${rows.join("")}`;
}

function row(what: string, kind: "base" | "layer", bytes: number, widest: number): string {
  return `<div class="row"><span class="what">${htmlInline(what)}</span>${bar(kind, widest === 0 ? 0 : bytes / widest)}<span class="bytes">${formatSize(bytes)}</span></div>\n`;
}

/** Drawn, so that it is also printed where the backgrounds of a page are not; what is little can still be seen. */
function bar(kind: string, share: number): string {
  const width = share === 0 ? 0 : Math.max(0.5, Math.round(share * 1000) / 10);
  return `<svg class="bar ${kind}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="1"/><rect class="part" width="${width}" height="1"/></svg>`;
}
