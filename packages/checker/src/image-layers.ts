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
 * Says of each layer that was added to the base which line of the Dockerfile made it: BuildKit's history has an
 * entry for each instruction of the final stage and of the stages that it starts from, in order.
 * @param added the history behind the base's own
 */
export function nameLayers(
  added: readonly HistoryEntry[],
  dockerfile: DockerfileSection,
): ImageSection["layers"] {
  const chain = stageChain(dockerfile).toReversed();
  const written = chain.flatMap((stage) =>
    dockerfile.instructions.filter(
      (instruction) => instruction.stage === stage && recorded.has(instruction.keyword),
    ),
  );
  return added.flatMap(({ createdBy, bytes }, index) => {
    if (bytes === 0) return [];
    const source = written[index];
    const agrees = source !== undefined && createdBy.startsWith(source.keyword);
    const instruction = agrees
      ? `${source.keyword} ${source.arguments}`
      : createdBy.replace(/ # buildkit$/, "");
    return [{ instruction: instruction.slice(0, 200), ...(agrees && { line: source.line }), bytes }];
  });
}
