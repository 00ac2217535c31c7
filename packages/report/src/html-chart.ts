import { formatSize, type Language, Markdown, md, type Report, sayIn } from "@shipshape/core";

import type { Image } from "./comparison.ts";
import { htmlInline, htmlText } from "./html-markdown.ts";
import { largestLayers } from "./layers.ts";

/** How many points were earned, as a bar beside the words; nothing where they are withheld. */
export function pointsBar({ score, maxScore }: Report): string {
  return score === null || maxScore === 0 ? "" : `${bar("points", score / maxScore)}\n`;
}

/** The image's bytes by the line that made them, to one scale with those of the image that it is compared with. */
export function imageChart({ image, before }: Report, language: Language): string {
  if (!image) return "";
  const say = sayIn(language);
  const images = before ? [before, image] : [image];
  const widest = Math.max(...images.map(largestPart));
  const groups = before
    ? [
        group(say`Before: ${formatSize(before.bytes, language)}`, before, widest, language),
        group(say`After: ${formatSize(image.bytes, language)}`, image, widest, language),
      ]
    : [group(say`The whole image: ${formatSize(image.bytes, language)}`, image, widest, language)];
  // Told as one picture: the tables have the same numbers in a form that can be walked through.
  return `<figure>
<figcaption>${htmlText(say`Bytes by the line that made them.`)}</figcaption>
<div role="img" aria-label="${htmlText(inWords(image, before, language))}">
${groups.join("")}</div>
</figure>
`;
}

function largestPart({ base, layers }: Image): number {
  return layers.reduce((most, { bytes }) => Math.max(most, bytes), base.bytes);
}

/** No word of a learner's stands in an attribute. */
function inWords(after: Image, before: Image | undefined, language: Language): string {
  const say = sayIn(language);
  return before
    ? say`Bar chart. Before: ${sizesOf(before, language)}. After: ${sizesOf(after, language)}. The tables hold the bytes of each line.`
    : say`Bar chart. The image: ${sizesOf(after, language)}. The tables hold the bytes of each line.`;
}

function sizesOf({ bytes, base, addedBytes }: Image, language: Language): string {
  const size = (count: number) => formatSize(count, language);
  return sayIn(
    language,
  )`${size(bytes)}, of which ${size(base.bytes)} are the base and ${size(addedBytes)} were added`;
}

function group(heading: string, image: Image, widest: number, language: Language): string {
  const { shown, others } = largestLayers(image);
  const rows = [
    row(md`Base ${image.base.reference}`, "base", image.base.bytes, widest, language),
    ...shown.map(({ line = "?", instruction, bytes }) =>
      row(md`Line ${new Markdown(String(line))} ${instruction}`, "layer", bytes, widest, language),
    ),
    ...(others.count > 0
      ? [row(md`Smaller layers: ${others.count}`, "layer", others.bytes, widest, language)]
      : []),
  ];
  return `<p class="group">${htmlText(heading)}</p>\n${rows.join("")}`;
}

function row(
  what: Markdown,
  kind: "base" | "layer",
  bytes: number,
  widest: number,
  language: Language,
): string {
  return `<div class="row"><span class="what">${htmlInline(what.in(language))}</span>${bar(kind, widest === 0 ? 0 : bytes / widest)}<span class="bytes">${formatSize(bytes, language)}</span></div>\n`;
}

/** How wide a part is drawn, in percent: what is little can still be seen. */
export function widthOf(share: number): number {
  return share === 0 ? 0 : Math.max(0.5, Math.round(share * 1000) / 10);
}

/** Drawn, so that it is also printed where the backgrounds of a page are not. */
function bar(kind: string, share: number): string {
  const width = widthOf(share);
  return `<svg class="bar ${kind}" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="1"/><rect class="part" width="${width}" height="1"/></svg>`;
}
