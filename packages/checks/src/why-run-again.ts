import {
  md,
  stageChain,
  type BuildStep,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import { allMounts, isWithin, resolvePath } from "./instruction-paths.ts";
import { stageIndex } from "./stage-takings.ts";
import { quoteWithLine } from "./step-in-words.ts";

/** Why a step was not taken from the cache, the line that decides it, and what to try. */
export type RunAgain = {
  readonly reason: Markdown;
  readonly line: number;
  readonly fix?: Markdown | undefined;
};

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
  if (instruction.line === line) return lent(bringer, path);
  if (from)
    return {
      line: from.instruction.line,
      reason: md`${quoteWithLine(instruction)} takes from the stage ${stageName(dockerfile, from.instruction.stage)}, which has ${path} through ${quoteWithLine(from.instruction)}. ${below(line)}`,
    };
  const list = listOf(step);
  const copy = `COPY ${list} ./`;
  return {
    line: instruction.line,
    reason: md`${quoteWithLine(instruction)} takes ${path}. ${below(line)}`,
    fix: stageChain(dockerfile).includes(instruction.stage)
      ? md`Above line ${line}, copy nothing but what the install reads, ${copy}. Bring ${path} in below line ${line}.`
      : md`In place of line ${instruction.line}, write ${copy}: the install needs no more. Where something takes ${path} from the stage ${stageName(dockerfile, instruction.stage)}, copy it there below line ${line}.`,
  };
}

const below = (line: number) => md`After an edit, it and each line below it are run again, line ${line} too.`;

/** The list that an install reads, by the name that it has in the app's folder. */
const listOf = ({ arguments: words }: DockerfileInstruction) =>
  /(?:-r|--requirements?)[\s=]*(?:[^\s"']*\/)?([\w.-]+\.txt)/.exec(words)?.[1] ?? "requirements.txt";

/** A mount of the step itself brings the file. */
function lent({ instruction, from }: Bringer, path: string): RunAgain {
  const { line } = instruction;
  if (from)
    return {
      line: from.instruction.line,
      reason: md`A mount on line ${line} lends the step ${path} through ${quoteWithLine(from.instruction)}. What a mount brings in is part of what the step is made from: when it changes, the step is run again.`,
    };
  const mount = allMounts(instruction.arguments).find(
    (it) => it.type === "bind" && it.from === "" && isWithin(`/${path}`, it.path),
  );
  const list = listOf(instruction);
  const lists = `source=${list},target=${resolvePath(mount?.target ?? "/", list)}`;
  return {
    line,
    reason:
      mount?.path === "/"
        ? md`The bind mount on line ${line} has no \`source=\`, so it lends the step the whole folder, and ${path} with it. When a file of it changes, the step is run again.`
        : md`The bind mount on line ${line} lends the step ${path}. When that changes, the step is run again.`,
    fix: md`On line ${line}, lend it nothing but the list: ${`--mount=type=bind,${lists}`}. Or take the mount away, and copy the list on a line above.`,
  };
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
