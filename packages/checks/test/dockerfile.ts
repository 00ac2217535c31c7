import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

/** A Dockerfile as evidence has it, from one instruction a line. */
export function dockerfile(...lines: readonly string[]): DockerfileSection {
  const stages: DockerfileSection["stages"] = [];
  const instructions: DockerfileInstruction[] = [];
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const [keyword = "", ...words] = text.split(" ");
    if (keyword === "FROM") stages.push(stage(words, line, stages));
    instructions.push({
      stage: stages.length - 1,
      keyword,
      line,
      endLine: line,
      arguments: words.join(" "),
      sources: Array.from(text.matchAll(/\bfrom=([^\s,]+)/g), ([, source = ""]) => source),
    });
  }
  return { stages, instructions };
}

function stage([base = "", , name]: readonly string[], line: number, earlier: DockerfileSection["stages"]) {
  const baseStage = earlier.findIndex((it) => it.name === base);
  return { base, line, ...(name && { name }), ...(baseStage >= 0 && { baseStage }) };
}
