import {
  joinMarkdown,
  md,
  type BuildStep,
  type DockerfileSection,
  type Markdown,
  type RebuildSection,
} from "@shipshape/core";

import type { Gate, Scene } from "./gate.ts";
import { endOfLog } from "./log-excerpt.ts";
import { instructionAt } from "./step-in-words.ts";
import { runsTool } from "./tool-command.ts";
import { whyAbsent } from "./why-absent.ts";
import { whyNotBuilt } from "./why-not-built.ts";
import { commandAt, whyPassedOver } from "./why-passed-over.ts";
import { whyUnseen } from "./why-unseen.ts";

/** Why a change was not found, the line to edit, and what to try in this case. */
export type Reason = {
  /** The cause in a sentence or two, where it is known. */
  readonly why?: Markdown;
  /** What was seen. */
  readonly details: readonly Markdown[];
  readonly line?: number | undefined;
  readonly fix?: Markdown | undefined;
};

/** Why a build went through, and no step shows the change of the app. */
export function whyOverlooked(
  steps: readonly BuildStep[],
  { ran, changed }: Pick<RebuildSection, "ran" | "changed">,
  scene: Scene,
  gate: Gate,
): Reason {
  const { dockerfile } = scene;
  const inBuild = blind(ran, changed, scene, gate) ?? cached(steps, scene, gate);
  const notBuilt = dockerfile && whyNotBuilt(steps, dockerfile, gate.tool);
  if (!inBuild || !notBuilt) return inBuild ?? notBuilt ?? whyAbsent(steps, dockerfile, gate);
  return { ...inBuild, details: [...inBuild.details, ...paragraphsOf(notBuilt)] };
}

const paragraphsOf = ({ why, details }: Reason) => [...(why ? [why] : []), ...details];

/** BuildKit's name for a step shows no more than the first line of a heredoc. */
const wordsOf = (
  dockerfile: DockerfileSection | undefined,
  { name, line }: Pick<BuildStep, "name" | "line">,
) => `${name}\n${instructionAt(dockerfile, line)?.arguments ?? ""}`;

/** A step of the build that ran with a tool in it, to which the change was nothing. */
function blind(
  ran: RebuildSection["ran"],
  [file = ""]: readonly string[],
  { dockerfile }: Scene,
  { tool, overlooked, rule }: Gate,
): Reason | undefined {
  const step = ran.findLast((it) => runsTool(tool, wordsOf(dockerfile, it)));
  if (!step) return undefined;
  const { name, line, output } = step;
  const command = commandAt(dockerfile, line, tool);
  const cause = command && line !== undefined ? whyUnseen(command, line, output, { file, rule }) : undefined;
  const seen =
    output.trim() === ""
      ? [md`The step ${name} ran, and wrote nothing.`]
      : [md`The step ${name} ran, and its output shows nothing of the change:`, endOfLog(output)];
  return cause ? { ...cause, details: seen, line } : { details: [...seen, overlooked], line };
}

/** A step with a tool in it that was not even run again. */
function cached(
  steps: readonly BuildStep[],
  { dockerfile, kept }: Scene,
  { tool }: Gate,
): Reason | undefined {
  const step = steps.findLast((it) => it.cached && runsTool(tool, wordsOf(dockerfile, it)));
  if (!step) return undefined;
  const { name, line } = step;
  const seen = md`The step ${name} was taken from the cache, so the changed file does not get into its stage.`;
  if (!kept)
    return {
      details: [seen],
      line,
      fix: md`See what the \`COPY\` lines above that step bring into its stage, and what \`.dockerignore\` keeps out.`,
    };
  const command = commandAt(dockerfile, line, tool);
  const passedOver = command && line !== undefined ? whyPassedOver(command, line) : undefined;
  return {
    why: kept.cause,
    details: passedOver ? [seen, passedOver.why] : [seen],
    fix: passedOver ? joinMarkdown([kept.fix, passedOver.fix], " ") : kept.fix,
  };
}
