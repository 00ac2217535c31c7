import { type ImageSection, joinMarkdown, type Markdown, md } from "@shipshape/core";

import { plainSize } from "./plain-size.ts";

const mostNamed = 3;

/**
 * The largest parts of an image, with their lines, as a list.
 * @param layers the largest first
 */
export function largestLayers(layers: ImageSection["layers"]): Markdown {
  const lines = layers
    .slice(0, mostNamed)
    // What is tiny beside the largest explains nothing.
    .filter(({ bytes }) => bytes > 0 && bytes * 100 >= (layers[0]?.bytes ?? 0))
    .map(({ instruction, line, bytes }) =>
      line === undefined
        ? md`- ${plainSize(bytes)}: ${instruction}`
        : md`- ${plainSize(bytes)}: line ${line}, ${instruction}`,
    );
  return joinMarkdown([md`The largest layers:`, joinMarkdown(lines, "\n")]);
}
