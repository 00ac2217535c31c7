import { md, type DockerfileSection, type Markdown } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import { instructionAt } from "./step-in-words.ts";
import { scriptOf, toolCommand, type ToolCommand } from "./tool-command.ts";

/** What a learner's own line does, and what to change in it. */
export type Cause = { readonly why: Markdown; readonly fix: Markdown };

/** Why a step ends well although its tool fails, where the words of its command tell. */
export function whyPassedOver({ tool, words, behind }: ToolCommand, line: number): Cause | undefined {
  const option = words.find((word) => word === "--exit-zero");
  if (option !== undefined)
    return {
      why: md`With ${option}, ${tool} ends with exit code 0 whatever it finds.`,
      fix: takeOut(option, line),
    };
  if (!behind) return undefined;
  const { operator, next, last, needless, afterSuccess } = behind;
  if (operator === "\n")
    return {
      why: md`A \`RUN\` of several lines ends with the exit code of the last, ${last}, and not with that of ${tool}.`,
      fix: md`In the \`RUN\` on line ${line}, write \`set -e\` as the first of its lines.`,
    };
  const takenOut = needless === undefined ? undefined : takeOut(needless, line, afterSuccess);
  if (operator === "|")
    return {
      why: md`A pipe ends with the exit code of its last command, here ${next}, and not with that of ${tool}.`,
      fix: takenOut ?? md`On line ${line}, let ${tool} run without a pipe.`,
    };
  if (takenOut && needless !== undefined)
    return { why: md`${needless} lets the step succeed where ${tool} fails.`, fix: takenOut };
  if (operator === "||")
    return {
      why: md`${`|| ${next}`} lets the step succeed where ${tool} fails.`,
      fix: md`In the \`RUN\` on line ${line}, put \`&&\` in place of the \`||\`, or leave out what it has behind that.`,
    };
  return {
    why: md`The exit code of ${tool} is lost: the step ends with that of ${last}, which stands behind it.`,
    fix: md`In the \`RUN\` on line ${line}, join the commands with \`&&\`, or give each of them a \`RUN\` of its own.`,
  };
}

/** @param partly other words of the command are needed, and may be taken for a part of it */
export const takeOut = (words: string, line: number, partly = false): Markdown =>
  partly
    ? md`Take ${words} out of line ${line}. What stands before it may stay.`
    : md`Take ${words} out of line ${line}.`;

/** The command of a tool on a line of the Dockerfile. */
export function commandAt(
  dockerfile: DockerfileSection | undefined,
  line: number | undefined,
  tool: RegExp,
): ToolCommand | undefined {
  const found = instructionAt(dockerfile, line);
  if (!dockerfile || !found) return undefined;
  const strict = instructionsOf(dockerfile, found.stage).some(
    (it) => it.keyword === "SHELL" && it.line < found.line && it.arguments.includes("pipefail"),
  );
  return toolCommand(tool, scriptOf(dockerfile, found), strict);
}
