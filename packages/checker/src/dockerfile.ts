import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";
import {
  type Argument,
  DockerfileParser,
  type Instruction,
  type ModifiableInstruction,
} from "dockerfile-ast";

/** The longest arguments of one instruction, and the longest line, that evidence keeps, in characters. */
const longestArguments = 500;

/**
 * Parses a learner's Dockerfile; one with mistakes gives what can be read of it.
 * @param text the file as it was handed in
 * @param buildArgs what it is built with
 */
export function parseDockerfile(
  text: string,
  buildArgs: Readonly<Record<string, string>> = {},
): DockerfileSection {
  const dockerfile = DockerfileParser.parse(text);
  const globals = new Map<string, string>();
  for (const arg of dockerfile.getInitialARGs())
    for (const word of arg.getArguments().map(String)) {
      const [name = ""] = word.split("=", 1);
      const value = word.slice(name.length + 1).replaceAll(/^["']|["']$/g, "");
      // One may be made of those above it.
      globals.set(name, buildArgs[name] ?? expand(value, globals));
    }

  const lines = text.split(/\r?\n/);
  // The parser's own words lack the backslashes that are the shell's.
  const written = (argument: Argument) => {
    const { start, end } = argument.getRange();
    const line = lines[start.line] ?? "";
    return start.line === end.line ? line.slice(start.character, end.character) : String(argument);
  };

  const stages: DockerfileSection["stages"] = [];
  const instructions: DockerfileInstruction[] = [];
  for (const instruction of dockerfile.getInstructions()) {
    const { start, end } = instruction.getRange();
    const keyword = instruction.getKeyword();
    const words = [...flagsOf(instruction), ...instruction.getArguments().map(written)].join(" ");
    if (keyword === "FROM") stages.push(stageOf(words, start.line + 1, stages, globals));
    instructions.push({
      stage: stages.length - 1,
      keyword,
      line: start.line + 1,
      endLine: end.line + 1,
      arguments: words.slice(0, longestArguments),
      sources: keyword === "COPY" || keyword === "RUN" || keyword === "ADD" ? sourcesOf(words) : [],
    });
  }
  return { stages, instructions, lines: lines.map((line) => line.slice(0, longestArguments)) };
}

/** `--from=builder` and the like, which the parser keeps apart from the arguments. */
function flagsOf(instruction: Instruction): string[] {
  return "getFlags" in instruction ? (instruction as ModifiableInstruction).getFlags().map(String) : [];
}

function stageOf(
  words: string,
  line: number,
  earlier: DockerfileSection["stages"],
  globals: ReadonlyMap<string, string>,
): DockerfileSection["stages"][number] {
  const [image = "", , name] = words.split(" ").filter((word) => !word.startsWith("--"));
  const base = expand(image, globals);
  const baseStage = earlier.findIndex((stage) => stage.name === base.toLowerCase());
  return {
    line,
    base,
    ...(name !== undefined && { name: name.toLowerCase() }),
    ...(baseStage >= 0 && { baseStage }),
  };
}

/** What `--from=…` and `--mount=…,from=…` name. */
function sourcesOf(words: string): string[] {
  return Array.from(
    words.matchAll(/(?:^|\s)--(?:from=|mount=\S*?\bfrom=)([^\s,]+)/g),
    ([, source]) => source as string,
  );
}

/** Replaces `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+other}` as the Dockerfile frontend does before FROM. */
function expand(text: string, globals: ReadonlyMap<string, string>): string {
  return text.replaceAll(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_, plain?: string, braced?: string, operator?: string, word = "") => {
      const value = globals.get((plain ?? braced) as string) ?? "";
      if (operator === "-") return value || word;
      if (operator === "+") return value && word;
      return value;
    },
  );
}
