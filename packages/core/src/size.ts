import { english, type Language } from "./language.ts";

/** The decimal units that Docker's own tools print. */
const units = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 } as const;

/**
 * Reads a size as a lab's author writes it, for example `40 MB` or `1.5 GB`, in decimal units.
 * @returns bytes, or undefined where the text is no size
 */
export function parseSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) ?(B|kB|MB|GB)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Math.round(Number(amount) * units[unit as keyof typeof units]);
}

/** Writes bytes as Docker does, with three significant digits: `12.3 MB`, and in German `12,3 MB`. */
export function formatSize(bytes: number, { code }: Language = english): string {
  if (bytes < 1000) return `${bytes} B`;
  const rounded = Number(bytes.toPrecision(3));
  const key = `${code} ${rounded}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  const unit = rounded >= 1e9 ? "GB" : rounded >= 1e6 ? "MB" : "kB";
  const amount = rounded / units[unit];
  const size = `${amountFormat(code, amount >= 100).format(amount)} ${unit}`;
  written.set(key, size);
  return size;
}

/** Three digits leave a few thousand sizes, and a class's reports name them over and over. */
const written = new Map<string, string>();

const amountFormats = new Map<string, Intl.NumberFormat>();

/** To make one takes a hundred times as long as to use it, and a class's reports have thousands of sizes. */
function amountFormat(code: string, whole: boolean): Intl.NumberFormat {
  const key = `${code} ${whole}`;
  const known = amountFormats.get(key);
  if (known) return known;
  const digits = whole ? { maximumFractionDigits: 0 } : { minimumSignificantDigits: 3 };
  const made = new Intl.NumberFormat(code, { ...digits, useGrouping: false });
  amountFormats.set(key, made);
  return made;
}

/** Writes a share such as 0.745 as `74.5%`, rounded down: what is just missed is not shown as reached. */
export function formatPercent(share: number, { code }: Language = english): string {
  // A product of decimals may lie a hair below the whole number that it stands for.
  const shown = Math.floor(share * 1000 + 1e-9) / 1000;
  return shown.toLocaleString(code, { style: "percent", maximumFractionDigits: 1, useGrouping: false });
}
