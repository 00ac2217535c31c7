import {
  md,
  type BuildStep,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

/** The instruction that begins on a line. */
export function instructionAt(
  dockerfile: DockerfileSection | undefined,
  line: number | undefined,
): DockerfileInstruction | undefined {
  return dockerfile?.instructions.find((it) => line !== undefined && it.line === line);
}

/** An instruction as it stands in the Dockerfile, and its line. */
export const quoteWithLine = ({ keyword, arguments: words, line }: DockerfileInstruction): Markdown =>
  md`${`${keyword} ${words}`} on line ${line}`;

/** A step by its instruction: BuildKit's own name for it may be that of another build that ran beside this one. */
export function stepInWords(
  dockerfile: DockerfileSection | undefined,
  { name, line }: Pick<BuildStep, "name" | "line">,
): Markdown {
  const found = instructionAt(dockerfile, line);
  return found ? quoteWithLine(found) : md`the step ${name}`;
}
