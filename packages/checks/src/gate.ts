import {
  fail,
  joinMarkdown,
  md,
  pass,
  type BuildStep,
  type DockerfileSection,
  type Finding,
  type Markdown,
  type RebuildSection,
  type SubmissionSection,
} from "@shipshape/core";

import { leftOut, type LeftOut } from "./left-out.ts";
import { endOfLog, linesWith } from "./log-excerpt.ts";
import { otherFailure, place } from "./other-failure.ts";
import { whyOverlooked } from "./why-overlooked.ts";
import { commandAt, whyPassedOver } from "./why-passed-over.ts";

/** What a build has to stop at, and the words to say so. */
export type Gate = {
  /** How the app was changed, as the beginning of a sentence. */
  readonly changed: Markdown;
  /** The commands that ought to find it. */
  readonly tool: RegExp;
  /** The one of them that comes with the app. */
  readonly command: string;
  /** The app's files that it reads. */
  readonly reads: readonly string[];
  /** What a linter calls the change. */
  readonly rule?: string;
  /** What it means that none of them is in the build. */
  readonly absent: Markdown;
  /** Why one may have run without finding it. */
  readonly overlooked: Markdown;
  /** Why one may have failed without showing it. */
  readonly hidden: Markdown;
};

/** Where to look for what a gate lacks. */
export type Scene = {
  readonly dockerfile: DockerfileSection | undefined;
  /** The rule of the ignore file that keeps out what the gate reads. */
  readonly kept: LeftOut | undefined;
};

/**
 * Whether the build of a changed app stops in a step that shows the change. Why it does not is told from what
 * happened: who showed the change and ended well, which stage has no step, which step came from the cache.
 */
export function judgeGate(
  rebuild: RebuildSection,
  {
    dockerfile,
    submission,
  }: { dockerfile?: DockerfileSection | undefined; submission?: SubmissionSection | undefined },
  gate: Gate,
): Finding {
  const { build, ran } = rebuild;
  const showing = ran.find(({ showsNonce }) => showsNonce);
  const failed = build.outcome === "built" || build.outcome === "not-started" ? undefined : build.failedStep;
  if (build.outcome === "failed" && ran.some(({ name, showsNonce }) => showsNonce && name === failed?.name))
    return pass;
  if (showing) return passedOver(rebuild, showing, dockerfile, gate);
  if (build.outcome !== "built") return otherFailure(build, failed, dockerfile, gate);
  const kept = gate.reads.map((file) => leftOut(file, submission, dockerfile)).find((it) => it !== undefined);
  return overlooked(rebuild, build.steps, { dockerfile, kept }, gate);
}

/** The image was built, and no step shows the change. */
function overlooked(rebuild: RebuildSection, steps: readonly BuildStep[], scene: Scene, gate: Gate): Finding {
  const { why, details, line, fix } = whyOverlooked(steps, rebuild, scene, gate);
  const { kept } = scene;
  const besides = kept && why !== kept.cause ? kept : undefined;
  const fixes = [fix, besides?.fix].filter((it) => it !== undefined);
  return fail(
    joinMarkdown([
      ...(why ? [why] : []),
      md`${gate.changed}, the image was built all the same.`,
      ...details,
      ...(besides ? [besides.cause] : []),
    ]),
    line,
    // A rule of the ignore file alone is not all that is amiss.
    fix && joinMarkdown(fixes, " "),
  );
}

type RanStep = RebuildSection["ran"][number];

/** A step shows the change, and it is not the one that failed. */
function passedOver(
  rebuild: RebuildSection,
  step: RanStep,
  dockerfile: DockerfileSection | undefined,
  { changed, tool }: Gate,
): Finding {
  const { build } = rebuild;
  const command = commandAt(dockerfile, step.line, tool);
  const cause = command && step.line !== undefined ? whyPassedOver(command, step.line) : undefined;
  const stopped = build.outcome === "built" || build.outcome === "not-started" ? undefined : build;
  return fail(
    joinMarkdown([
      ...(cause ? [cause.why] : []),
      md`${changed}, the step ${step.name} found it (\`PLANTED\` marks it), and ended with exit code 0 all the same:`,
      whereShown(rebuild, step),
      stopped
        ? md`The build stopped only later, ${place(stopped.failedStep)}. The step that finds the fault has to be the one that fails: its output is where people look.`
        : md`So the image was built. A build stops at a \`RUN\` whose exit code is not 0.`,
      ...(cause
        ? []
        : [
            md`Something in this one turns the tool's own code into 0: what stands behind it (\`||\`, \`;\`, a pipe; in several lines without \`set -e\`, any further one), or one of its options.`,
          ]),
    ]),
    step.line,
    cause?.fix,
  );
}

/** The nonce differs from run to run, so what is shown has a word of ours instead. */
function whereShown({ nonce }: RebuildSection, { output }: RanStep): Markdown {
  // Evidence keeps the end of the output only, and the change may stand before it.
  if (!output.includes(nonce)) return endOfLog(output);
  return linesWith("PLANTED", output.replaceAll(nonce, "PLANTED"));
}
