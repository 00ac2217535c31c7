import { type DockerfileSection, type ImageSection, stageChain } from "@shipshape/core";

import type { HistoryEntry } from "./image-history.ts";

/** The instructions that leave an entry in an image's history. */
const recorded = new Set([
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "HEALTHCHECK",
  "LABEL",
  "MAINTAINER",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
]);

/**
 * Says of each entry that was added to the base's history which instruction made it, and its line in the
 * Dockerfile: BuildKit's history has an entry for each instruction of the final stage and of the stages that it
 * starts from, in order.
 * @param added the history behind the base's own
 */
export function nameEntries(
  added: readonly { readonly createdBy: string }[],
  dockerfile: DockerfileSection,
): { readonly instruction: string; readonly line?: number }[] {
  const chain = stageChain(dockerfile).toReversed();
  const written = chain.flatMap((stage) =>
    dockerfile.instructions.filter(
      (instruction) => instruction.stage === stage && recorded.has(instruction.keyword),
    ),
  );
  return added.map(({ createdBy }, index) => {
    const source = written[index];
    const agrees = source !== undefined && createdBy.startsWith(source.keyword);
    const instruction = agrees
      ? `${source.keyword} ${source.arguments}`
      : createdBy.replace(/ # buildkit$/, "");
    return { instruction: instruction.slice(0, 200), ...(agrees && { line: source.line }) };
  });
}

/**
 * The layers that were added to the base, by the instructions that made them.
 * @param added the history behind the base's own
 */
export function nameLayers(
  added: readonly HistoryEntry[],
  dockerfile: DockerfileSection,
): ImageSection["layers"] {
  const names = nameEntries(added, dockerfile);
  return added.flatMap(({ bytes }, index) => {
    const name = names[index];
    return bytes === 0 || !name ? [] : [{ ...name, bytes }];
  });
}
