import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

import { allMounts, copySources, isWithin, resolvePath } from "./instruction-paths.ts";

/** The instructions that take a path from the build context, in whatever stage. */
export function contextTakers(
  dockerfile: DockerfileSection | undefined,
  path: string,
): DockerfileInstruction[] {
  const takes = (it: DockerfileInstruction) => contextPaths(it).some((taken) => isWithin(`/${path}`, taken));
  return dockerfile?.instructions.filter(takes) ?? [];
}

/** The paths of the context that an instruction names, as if the context were the root directory. */
function contextPaths({ keyword, sources, arguments: words }: DockerfileInstruction): string[] {
  if (keyword === "RUN") return boundPaths(words);
  if ((keyword !== "COPY" && keyword !== "ADD") || sources.length > 0) return [];
  return copySources(words).map((path) => resolvePath("/", path));
}

/** A mount without `from` comes from the context. */
function boundPaths(words: string): string[] {
  return allMounts(words)
    .filter(({ type, from }) => type === "bind" && from === "")
    .map(({ path }) => path);
}
