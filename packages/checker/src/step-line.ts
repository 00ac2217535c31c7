import type { DockerfileSection } from "@shipshape/core";

/** The instructions that BuildKit counts in `[stage n/m]`, beside a FROM that names an image. */
const counted = new Set(["RUN", "COPY", "ADD", "WORKDIR"]);

/**
 * The line of the Dockerfile behind a step of BuildKit's: its vertices name the stage and count its
 * instructions, `[builder 3/5] RUN pip install …`, and carry no line.
 */
export function stepLine(step: string, { stages, instructions }: DockerfileSection): number | undefined {
  const [, label, position, keyword] = /^\[(?:(\S+) )?(\d+)\/\d+\] (\w+)/.exec(step) ?? [];
  if (position === undefined) return undefined;
  const index = label === undefined ? stages.length - 1 : stageIndex(label, stages);
  const stage = stages[index];
  if (!stage) return undefined;
  const steps = instructions.filter(
    (instruction) =>
      instruction.stage === index &&
      (counted.has(instruction.keyword) ||
        (instruction.keyword === "FROM" && stage.baseStage === undefined && stage.base !== "scratch")),
  );
  const found = steps[Number(position) - 1];
  return found?.keyword === keyword?.toUpperCase() ? found?.line : undefined;
}

function stageIndex(label: string, stages: DockerfileSection["stages"]): number {
  const named = stages.findIndex(({ name }) => name === label);
  return named >= 0 ? named : Number(/^stage-(\d+)$/.exec(label)?.[1] ?? -1);
}
