import { english, type Language } from "./language.ts";

const formats = new Map<string, Intl.NumberFormat>();

/** Writes points for people, with at most two decimals: `9.5`, and in German `9,5`. */
export function formatScore(points: number, { code }: Language = english): string {
  // To make a format takes a hundred times as long as to use it.
  const format =
    formats.get(code) ?? new Intl.NumberFormat(code, { maximumFractionDigits: 2, useGrouping: false });
  formats.set(code, format);
  return format.format(points);
}
