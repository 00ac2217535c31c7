import { stageChain, type DockerfileInstruction, type DockerfileSection } from "@shipshape/core";

/**
 * A stage's instructions and, above them, those of the stages that it starts from.
 * @param stage by default the final one, whose instructions the image is made of
 */
export function instructionsOf(dockerfile: DockerfileSection, stage?: number): DockerfileInstruction[] {
  const chain = new Set(stageChain(dockerfile, stage));
  return dockerfile.instructions.filter((it) => chain.has(it.stage));
}

/** The last of these instructions that the final image is made of: for most keywords, the one that counts. */
export function lastFinal(
  dockerfile: DockerfileSection | undefined,
  ...keywords: readonly string[]
): DockerfileInstruction | undefined {
  if (!dockerfile) return undefined;
  return instructionsOf(dockerfile).findLast(({ keyword }) => keywords.includes(keyword));
}

/** The last of these instructions that stands in another stage, so that the final image knows nothing of it. */
export function lastElsewhere(
  dockerfile: DockerfileSection | undefined,
  keyword: string,
): DockerfileInstruction | undefined {
  if (!dockerfile) return undefined;
  const chain = stageChain(dockerfile);
  return dockerfile.instructions.findLast((it) => it.keyword === keyword && !chain.includes(it.stage));
}

/** What a learner calls a stage: its name, or its number from 0 as `COPY --from=0` has it. */
export function stageName({ stages }: DockerfileSection, index: number): string {
  return stages[index]?.name ?? String(index);
}

/** The USER instruction in force on a line of the Dockerfile. */
export function userAt(
  dockerfile: DockerfileSection | undefined,
  line: number | undefined,
): DockerfileInstruction | undefined {
  const at = dockerfile?.instructions.find(
    (it) => line !== undefined && it.line <= line && line <= it.endLine,
  );
  if (!dockerfile || !at) return undefined;
  return instructionsOf(dockerfile, at.stage).findLast((it) => it.keyword === "USER" && it.line < at.line);
}
