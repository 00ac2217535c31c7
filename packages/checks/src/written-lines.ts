import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

/** An instruction as it stands in the file: whole, where `arguments` may be cut. */
export function writtenText(dockerfile: DockerfileSection, instruction: DockerfileInstruction): string {
  return linesOf(dockerfile, instruction)?.join("\n") ?? instruction.arguments;
}

/** The line of a long instruction that says this, else its first. */
export function lineSaying(
  dockerfile: DockerfileSection,
  instruction: DockerfileInstruction,
  words: RegExp,
): number {
  const at = linesOf(dockerfile, instruction)?.findIndex((line) => words.test(line)) ?? -1;
  return instruction.line + Math.max(0, at);
}

const linesOf = ({ lines }: DockerfileSection, { line, endLine }: DockerfileInstruction) =>
  lines?.slice(line - 1, endLine);
