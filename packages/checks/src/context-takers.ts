import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

import { copySources, isWithin, resolvePath } from "./instruction-paths.ts";

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

/** A mount without `from` comes from the context; `bind` is the type that is meant where none is named. */
function boundPaths(words: string): string[] {
  return Array.from(words.matchAll(/--mount=(\S+)/g), ([, fields = ""]) => fields)
    .filter((fields) => !/(?:^|,)(?:from=|type=(?!bind))/.test(fields))
    .map((fields) => resolvePath("/", /(?:^|,)(?:source|src)=([^,]+)/.exec(fields)?.[1] ?? "/"));
}
