import {
  md,
  type BuildStep,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import { stageIndex } from "./stage-takings.ts";
import { quoteWithLine } from "./step-in-words.ts";

/** Why a step was not taken from the cache, and the line that decides it. */
export type RunAgain = { readonly reason: Markdown; readonly line: number };

/** The first instruction that brings a changed file to a step, and the one behind it in another stage. */
type Bringer = { readonly instruction: DockerfileInstruction; readonly from?: Bringer | undefined };

/**
 * @param line the step's line
 * @param path the changed file, in the context
 * @param steps the rebuild's: what came from the cache changed nothing
 */
export function whyRunAgain(
  dockerfile: DockerfileSection,
  line: number,
  path: string,
  steps: readonly BuildStep[],
): RunAgain | undefined {
  const step = dockerfile.instructions.find((it) => it.line === line);
  const cached = new Set(steps.filter((it) => it.cached).map((it) => it.line));
  const instructions = dockerfile.instructions.filter((it) => !cached.has(it.line));
  const bringer = step && bringerOf({ ...dockerfile, instructions }, step.stage, line, path, new Map());
  if (!bringer) return undefined;
  const { instruction, from } = bringer;
  if (instruction.line === line) return { line: from?.instruction.line ?? line, reason: lent(bringer, path) };
  return from
    ? {
        line: from.instruction.line,
        reason: md`${quoteWithLine(instruction)} takes from the stage ${stageName(dockerfile, from.instruction.stage)}, which has ${path} through ${quoteWithLine(from.instruction)}. ${below}`,
      }
    : { line: instruction.line, reason: md`${quoteWithLine(instruction)} takes ${path}. ${below}` };
}

const below = md`What a step makes depends on everything above it, so when a line changes, each line below it in its stage is run again.`;

function lent({ from }: Bringer, path: string): Markdown {
  const through = from ? md` through ${quoteWithLine(from.instruction)}` : md``;
  return md`One of its own mounts lends it ${path}${through}. What a mount brings in is part of what the step is made from: when it changes, the step is run again.`;
}

/** @param known what was found for whole stages: stages may copy from one another again and again */
function bringerOf(
  dockerfile: DockerfileSection,
  stage: number,
  lastLine: number,
  path: string,
  known: Map<number, Bringer | undefined>,
): Bringer | undefined {
  const above = instructionsOf(dockerfile, stage).filter(({ line }) => line <= lastLine);
  const direct = contextTakers(dockerfile, path);
  for (const instruction of above) {
    if (direct.includes(instruction)) return { instruction };
    for (const source of instruction.sources) {
      const index = stageIndex(dockerfile, source, instruction.stage);
      if (index === undefined) continue;
      if (!known.has(index)) known.set(index, bringerOf(dockerfile, index, Infinity, path, known));
      const from = known.get(index);
      if (from) return { instruction, from };
    }
  }
  return undefined;
}
