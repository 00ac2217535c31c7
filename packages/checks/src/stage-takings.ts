import { stageChain, type DockerfileInstruction, type DockerfileSection } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import {
  copiedPaths,
  copySources,
  inDirectories,
  isWithin,
  mounts,
  resolvePath,
  writesInto,
} from "./instruction-paths.ts";

/** Something that the final image takes from an earlier stage. */
export type Taking = {
  readonly line: number;
  /** The index of the stage that it comes from, and the path there. */
  readonly stage: number;
  readonly path: string;
  /** It was made in a stage, and not merely copied there from the build context. */
  readonly made: boolean;
};

/**
 * What the final image takes from earlier stages: those that it starts from, then what it copies or mounts.
 *
 * This is told from the words of the instructions, and so has limits. Whatever a stage with a RUN holds counts as
 * made, unless the stage copied something from the context to that very place: then a RUN has to name a place in
 * it, or be a command that may well write to its working directory. A variable in a path is taken as it is written.
 */
export function takings(dockerfile: DockerfileSection): Taking[] {
  const origins: Origins = { dockerfile, known: new Map() };
  const chain = stageChain(dockerfile);
  const whole = chain.slice(1).map((stage, position) => ({
    line: dockerfile.stages[chain[position] ?? 0]?.line ?? 0,
    stage,
    path: "/",
    made: isMade(origins, stage, "/"),
  }));
  return [...whole, ...instructionsOf(dockerfile).flatMap((it) => taken(origins, it))];
}

/** What is known so far: without it, stages that copy twice from one another would take for ever. */
type Origins = { readonly dockerfile: DockerfileSection; readonly known: Map<string, boolean> };

function taken(origins: Origins, instruction: DockerfileInstruction): Taking[] {
  const { keyword, line, sources, arguments: words } = instruction;
  const pairs =
    keyword === "RUN"
      ? mounts(words)
      : copySources(words).map((path) => ({ from: sources[0] ?? "", path: resolvePath("/", path) }));
  return pairs.flatMap(({ from, path }) => {
    const stage = stageIndex(origins.dockerfile, from, instruction.stage);
    return stage === undefined ? [] : [{ line, stage, path, made: isMade(origins, stage, path) }];
  });
}

/** Whether what a stage holds at a path was made there, or in a stage that it came from. */
function isMade(origins: Origins, stage: number, path: string): boolean {
  const key = `${stage} ${path}`;
  const made = origins.known.get(key) ?? wasMade(origins, stage, path);
  origins.known.set(key, made);
  return made;
}

function wasMade(origins: Origins, stage: number, path: string): boolean {
  const runs: { words: string; directory: string }[] = [];
  const copied: string[] = [];
  for (const { instruction, directory } of inDirectories(instructionsOf(origins.dockerfile, stage))) {
    const { keyword, sources, arguments: words } = instruction;
    if (keyword === "RUN") runs.push({ words, directory });
    if (keyword !== "COPY" && keyword !== "ADD") continue;
    const places = copiedPaths(words, directory);
    if (sources.length === 0) copied.push(...places);
    else if (
      places.some((place) => isWithin(place, path) || isWithin(path, place)) &&
      taken(origins, instruction).some(({ made }) => made)
    )
      return true;
  }
  const mayBeCopied = copied.some(
    (place) => place !== "/" && (isWithin(path, place) || isDirectlyIn(place, path)),
  );
  return runs.some(({ words, directory }) => !mayBeCopied || writesInto(words, directory, path));
}

const isDirectlyIn = (place: string, path: string) => path !== "/" && resolvePath(place, "..") === path;

/** The earlier stage that a name or a number means; undefined for an image. */
export function stageIndex({ stages }: DockerfileSection, name: string, before: number): number | undefined {
  const index = stages.findIndex((stage, it) => stage.name === name.toLowerCase() || String(it) === name);
  return index >= 0 && index < before ? index : undefined;
}
