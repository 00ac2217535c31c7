import { formatSize, type Language, sayIn } from "@shipshape/core";

import type { Image } from "./comparison.ts";

type Layer = Image["layers"][number];

export type Others = { readonly count: number; readonly bytes: number };

/** So many rows can be read at a glance; a Dockerfile may make more than a hundred layers. */
const most = 12;

/** The largest layers, in the order of the Dockerfile, and what the others come to. */
export function largestLayers({ layers }: Image): {
  shown: readonly Layer[];
  others: Others;
} {
  const filled = layers.filter(({ bytes }) => bytes > 0);
  const largest = new Set(filled.toSorted((a, b) => b.bytes - a.bytes).slice(0, most));
  const rest = filled.filter((layer) => !largest.has(layer));
  return {
    shown: filled.filter((layer) => largest.has(layer)),
    others: { count: rest.length, bytes: rest.reduce((total, { bytes }) => total + bytes, 0) },
  };
}

/** A sentence for the layers that have no row. */
export function smallerLayers({ count, bytes }: Others, language: Language): string {
  const say = sayIn(language);
  const size = formatSize(bytes, language);
  return count === 1 ? say`1 smaller layer adds ${size}.` : say`${count} smaller layers add ${size}.`;
}
