import {
  joinMarkdown,
  md,
  type BuildStep,
  type DockerfileSection,
  type Markdown,
  type RebuildSection,
} from "@shipshape/core";

import type { Gate } from "./gate.ts";
import { stageName } from "./final-stage.ts";
import { endOfLog } from "./log-excerpt.ts";
import { instructionAt } from "./step-in-words.ts";

type Reason = { readonly reason: Markdown; readonly line?: number | undefined };

/** Why a build went through, and no step shows the change of the app. */
export function whyOverlooked(
  steps: readonly BuildStep[],
  ran: RebuildSection["ran"],
  dockerfile: DockerfileSection | undefined,
  { tool, absent, overlooked }: Gate,
): Reason {
  const inBuild = lookedElsewhere(steps, ran, dockerfile, tool, overlooked);
  const leftOut = dockerfile && inStageLeftOut(steps, dockerfile, tool);
  const reasons = [inBuild, leftOut].filter((it) => it !== undefined);
  const [first = { reason: absent }] = reasons;
  return reasons.length < 2 ? first : { ...first, reason: joinMarkdown(reasons.map(({ reason }) => reason)) };
}

/** BuildKit's name for a step shows no more than the first line of a heredoc. */
const wordsOf = (
  dockerfile: DockerfileSection | undefined,
  { name, line }: Pick<BuildStep, "name" | "line">,
) => `${name}\n${instructionAt(dockerfile, line)?.arguments ?? ""}`;

/** A step of the build with a tool in it, to which the change was nothing. */
function lookedElsewhere(
  steps: readonly BuildStep[],
  ran: RebuildSection["ran"],
  dockerfile: DockerfileSection | undefined,
  tool: RegExp,
  overlooked: Markdown,
): Reason | undefined {
  const blind = ran.findLast((step) => runsTool(tool, wordsOf(dockerfile, step)));
  if (blind) {
    const seen = md`The step ${blind.name} ran, and its output does not show it:`;
    return { reason: joinMarkdown([seen, endOfLog(blind.output), overlooked]), line: blind.line };
  }
  const cached = steps.findLast((step) => step.cached && runsTool(tool, wordsOf(dockerfile, step)));
  if (!cached) return undefined;
  return {
    reason: md`The step ${cached.name} was taken from the cache: nothing had changed that it could see. So the changed file does not reach its stage. See what \`COPY\` brings there, and what \`.dockerignore\` keeps out.`,
    line: cached.line,
  };
}

/** A tool in a stage that has no step in the build. */
function inStageLeftOut(
  steps: readonly BuildStep[],
  dockerfile: DockerfileSection,
  tool: RegExp,
): Reason | undefined {
  const lines = new Set(steps.map(({ line }) => line));
  const built = new Set(dockerfile.instructions.filter((it) => lines.has(it.line)).map((it) => it.stage));
  const run = dockerfile.instructions.find(
    (it) => it.keyword === "RUN" && !built.has(it.stage) && runsTool(tool, it.arguments),
  );
  if (!run) return undefined;
  const stage = stageName(dockerfile, run.stage);
  return {
    reason: joinMarkdown([
      md`${`RUN ${run.arguments}`} on line ${run.line} was left out, and all else of its stage ${stage}: BuildKit builds the final stage and the stages that it needs, and no others.`,
      md`Make the final stage need it: copy something from it, with ${`COPY --from=${stage}`}, that is there only when ${stage} came to its end.`,
    ]),
    line: run.line,
  };
}

/** Whether one of the commands in a RUN is a tool's own, and not the installing of it. */
export function runsTool(tool: RegExp, words: string): boolean {
  return words
    .split(/&&|\|\||[;|\n]/)
    .some((command) => tool.test(command) && !/\b(?:un)?install\b/.test(command));
}
