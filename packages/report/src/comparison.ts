import {
  formatPercent,
  formatSize,
  type Language,
  Markdown,
  md,
  type Report,
  type Say,
  sayIn,
} from "@shipshape/core";

export type Image = NonNullable<Report["image"]>;
export type Before = NonNullable<Report["before"]>;

/** How large an image is, and what of it is its base. */
export function imageSum({ bytes, addedBytes, base }: Image): Markdown {
  return md`${size(bytes)}, of which ${size(base.bytes)} are the base ${base.reference} and ${size(addedBytes)} were added to it.`;
}

/** The same in a few words, without the base's name. */
export function imageSumInShort({ bytes, addedBytes, base }: Image): Markdown {
  return md`The image: ${size(bytes)}, ${size(base.bytes)} of it the base, ${size(addedBytes)} added.`;
}

/** How much smaller the image is than the one before, in a sentence. */
export function savedInWords(before: Before, after: Image): Markdown {
  const saved = before.bytes - after.bytes;
  const share = new Markdown((language) => formatPercent(Math.abs(saved) / before.bytes, language));
  return saved < 0
    ? md`That is ${size(-saved)} (${share}) more than ${before.dockerfile} makes.`
    : md`That is ${size(saved)} (${share}) less than ${before.dockerfile} makes.`;
}

const size = (bytes: number) => new Markdown((language) => formatSize(bytes, language));

/** What is compared with what. */
export function comparedWith({ dockerfile, base }: Before): Markdown {
  return md`Before is the lab's single-stage build, ${dockerfile} on ${base.reference}; after is this image.`;
}

export const comparisonHeadings = (say: Say): string[] => [say`Part`, say`Before`, say`After`, say`Saved`];

/** The sizes of both images and what was saved, a row each for the bases, what was added to them, and both together. */
export function comparisonRows(before: Before, after: Image, language: Language): string[][] {
  const say = sayIn(language);
  return [
    row(say`Base`, before.base.bytes, after.base.bytes, language),
    row(say`Added`, before.addedBytes, after.addedBytes, language),
    row(say`Total`, before.bytes, after.bytes, language),
  ];
}

export const layerHeadings = (say: Say): [string, string, string] => [
  say`Line`,
  say`Added`,
  say`Instruction`,
];

function row(part: string, before: number, after: number, language: Language): string[] {
  return [part, formatSize(before, language), formatSize(after, language), saved(before, after, language)];
}

/** `412 MB (76.2%)`, with a minus where the image grew. */
function saved(before: number, after: number, language: Language): string {
  const sign = after > before ? "-" : "";
  const bytes = Math.abs(before - after);
  const size = formatSize(bytes, language);
  if (before === 0) return `${sign}${size}`;
  const share = formatPercent(bytes / before, language);
  return `${sign}${size} (${share === formatPercent(0, language) ? "" : sign}${share})`;
}
