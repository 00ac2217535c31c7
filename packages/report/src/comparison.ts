import { formatPercent, formatSize, type Markdown, md, type Report } from "@shipshape/core";

export type Image = NonNullable<Report["image"]>;
export type Before = NonNullable<Report["before"]>;

/** What is compared with what, as Markdown. */
export function comparedWith({ dockerfile, base }: Before): Markdown {
  return md`Before is the lab's single-stage build, ${dockerfile} on ${base.reference}; after is this image.`;
}

export const comparisonHeadings = ["Part", "Before", "After", "Saved"] as const;

/** The sizes of both images and what was saved, a row each for the bases, what was added to them, and both together. */
export function comparisonRows(before: Before, after: Image): string[][] {
  return [
    row("Base", before.base.bytes, after.base.bytes),
    row("Added", before.addedBytes, after.addedBytes),
    row("Total", before.bytes, after.bytes),
  ];
}

function row(part: string, before: number, after: number): string[] {
  return [part, formatSize(before), formatSize(after), saved(before, after)];
}

/** `412 MB (76.2%)`, with a minus where the image grew. */
function saved(before: number, after: number): string {
  const sign = after > before ? "-" : "";
  const bytes = Math.abs(before - after);
  if (before === 0) return `${sign}${formatSize(bytes)}`;
  const share = formatPercent(bytes / before);
  return `${sign}${formatSize(bytes)} (${share === "0%" ? "" : sign}${share})`;
}
