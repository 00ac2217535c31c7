import { md, type CanariesSection, type DockerfileSection, type Markdown } from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { instructionsOf } from "./final-stage.ts";
import { listByKind } from "./planted-files.ts";

type Found = CanariesSection["found"][number];

/** Says what one layer has of the files that were planted beside the app, and how it came there. */
export function describeLayer(
  layer: readonly Found[],
  dockerfile: DockerfileSection | undefined,
): Markdown[] {
  const [first] = layer;
  if (!first) return [];
  const { line, instruction, deleted, canary } = first;
  const made = line === undefined ? md`${instruction}` : md`Line ${line}, ${instruction},`;
  const through = origin(first, dockerfile);
  const deleting = deleted ? deletingLine(layer, dockerfile) : undefined;
  const later = deleting === undefined ? md`A later line deletes` : md`Line ${deleting} deletes`;
  return [
    md`${made} made a layer with:`,
    listByKind(layer),
    ...(through ? [md`They came from the context with line ${through.line}, ${through.text}.`] : []),
    ...(deleted
      ? [
          md`${later} ${layer.length === 1 ? canary : md`them`} again. That hides and takes nothing away: the layer is still downloaded with the image, and anyone can read what is in it.`,
        ]
      : []),
  ];
}

/** Where an earlier stage took a file from the context, if the layer's own instruction did not. */
function origin({ line, canary }: Found, dockerfile: DockerfileSection | undefined) {
  const takers = contextTakers(dockerfile, canary);
  const [first] = takers;
  return first && takers.every((taker) => taker.line !== line)
    ? { line: first.line, text: `${first.keyword} ${first.arguments}` }
    : undefined;
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
