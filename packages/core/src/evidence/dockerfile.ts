import { z } from "zod";

const instruction = z.object({
  /** Index of the stage that it belongs to; -1 before the first FROM. */
  stage: z.number(),
  /** In capitals, whatever the learner wrote. */
  keyword: z.string(),
  /** First and last line in the learner's file, from 1. */
  line: z.number(),
  endLine: z.number(),
  /** What stands behind the keyword, cut at 500 characters. */
  arguments: z.string(),
  /** What `--from` names, of COPY or of a mount: a stage's name or index, or an image. */
  sources: z.array(z.string()),
});

/** The learner's Dockerfile, parsed; there also when the build failed. */
export const dockerfileSection = z.object({
  stages: z.array(
    z.object({
      name: z.string().optional(),
      line: z.number(),
      /** What FROM names, after arguments. */
      base: z.string(),
      /** Index of the earlier stage that `base` names; absent for an image. */
      baseStage: z.number().optional(),
    }),
  ),
  instructions: z.array(instruction),
  /** The file itself by lines, each cut at 500 characters. */
  lines: z.array(z.string()).optional(),
});

export type DockerfileSection = z.infer<typeof dockerfileSection>;
export type DockerfileInstruction = z.infer<typeof instruction>;

/**
 * The stages that a stage is made of, by index: itself, the stage that it starts from, and so on.
 * @param stage by default the final one
 */
export function stageChain({ stages }: DockerfileSection, stage = stages.length - 1): number[] {
  const chain: number[] = [];
  let index: number | undefined = stages[stage] && stage;
  while (index !== undefined) {
    chain.push(index);
    const base: number | undefined = stages[index]?.baseStage;
    // A stage can start from an earlier one only; evidence that says otherwise must not loop.
    index = base !== undefined && base < index ? base : undefined;
  }
  return chain;
}

/** The stage that the final one is built upon in the end: it starts from an image, and not from another stage. */
export function baseStage(dockerfile: DockerfileSection): DockerfileSection["stages"][number] | undefined {
  return dockerfile.stages[stageChain(dockerfile).at(-1) ?? 0];
}

/** The images, and not the stages, that a Dockerfile takes something from, by name. */
export function imagesOf({ stages, instructions }: DockerfileSection): string[] {
  const names = new Set(
    stages.flatMap(({ name }, index) => [String(index), ...(name === undefined ? [] : [name])]),
  );
  const bases = stages.flatMap(({ base, baseStage }) => (baseStage === undefined ? [base] : []));
  const sources = instructions.flatMap((instruction) => instruction.sources);
  return [...new Set([...bases, ...sources.filter((source) => !names.has(source))])].toSorted();
}
