import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import { copiedPaths, inDirectories, isWithin } from "./instruction-paths.ts";

/** The COPY or ADD that most likely put a path into the final image: the one that names its place most closely. */
export function copyThatBrought(
  dockerfile: DockerfileSection | undefined,
  path: string,
): DockerfileInstruction | undefined {
  if (!dockerfile) return undefined;
  let closest: { instruction: DockerfileInstruction; place: string } | undefined;
  for (const { instruction, directory } of inDirectories(instructionsOf(dockerfile))) {
    const { keyword, arguments: words } = instruction;
    if (keyword !== "COPY" && keyword !== "ADD") continue;
    for (const place of copiedPaths(words, directory))
      if (isWithin(path, place) && place.length >= (closest?.place.length ?? 0))
        closest = { instruction, place };
  }
  return closest?.instruction;
}

/**
 * The last RUN of the final image whose command matches.
 * @param has what its words must have besides
 */
export function runThatBrought(
  dockerfile: DockerfileSection | undefined,
  command: RegExp,
  has: (words: readonly string[]) => boolean = () => true,
): DockerfileInstruction | undefined {
  if (!dockerfile) return undefined;
  return instructionsOf(dockerfile).findLast(
    ({ keyword, arguments: words }) =>
      keyword === "RUN" && command.test(words) && has(words.split(/[\s"',;=[\]]+/)),
  );
}
