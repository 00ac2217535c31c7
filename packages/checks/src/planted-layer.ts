import {
  md,
  type CanariesSection,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { instructionsOf } from "./final-stage.ts";
import { listByKind } from "./planted-files.ts";
import { quoteWithLine } from "./step-in-words.ts";

type Found = CanariesSection["found"][number];

/** Says what one layer has of the files that were planted beside the app, and how it came there. */
export function describeLayer(
  layer: readonly Found[],
  dockerfile: DockerfileSection | undefined,
): Markdown[] {
  const [first] = layer;
  if (!first) return [];
  const { line, instruction, deleted, canary } = first;
  const through = originOf(first, dockerfile);
  return [
    line === undefined
      ? md`${instruction} made a layer with:`
      : md`Line ${line}, ${instruction}, made a layer with:`,
    listByKind(layer),
    ...(through ? [md`They came from the context with ${quoteWithLine(through)}.`] : []),
    ...(deleted ? [deletion(deletingLine(layer, dockerfile), layer.length === 1 ? canary : undefined)] : []),
  ];
}

/**
 * @param line the line that deletes, where it is known
 * @param only the file that is deleted, where it is just one
 */
function deletion(line: number | undefined, only: string | undefined): Markdown {
  if (only === undefined)
    return line === undefined
      ? md`A later line deletes them from view only: this layer keeps them, and whoever downloads the image can read them.`
      : md`Line ${line} deletes them from view only: this layer keeps them, and whoever downloads the image can read them.`;
  return line === undefined
    ? md`A later line deletes ${only} from view only: this layer keeps it, and whoever downloads the image can read it.`
    : md`Line ${line} deletes ${only} from view only: this layer keeps it, and whoever downloads the image can read it.`;
}

/** The instruction by which an earlier stage took a file from the context, if the layer's own did not. */
function originOf(
  { line, canary }: Found,
  dockerfile: DockerfileSection | undefined,
): DockerfileInstruction | undefined {
  const takers = contextTakers(dockerfile, canary);
  return takers.every((taker) => taker.line !== line) ? takers[0] : undefined;
}

/** The line that deletes what a layer has, where one names it. */
function deletingLine(
  layer: readonly Found[],
  dockerfile: DockerfileSection | undefined,
): number | undefined {
  const names = layer.flatMap(({ canary }) => [
    canary.replace(/\/.*/, ""),
    canary.replace(/^.*(?=[/.])/, ""),
  ]);
  const copied = layer[0]?.line ?? 0;
  return (
    dockerfile &&
    instructionsOf(dockerfile).find(
      ({ keyword, line, arguments: words }) =>
        keyword === "RUN" &&
        line > copied &&
        /\brm\b|-delete\b|\bunlink\b/.test(words) &&
        names.some((name) => words.includes(name)),
    )?.line
  );
}
