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
} from "@shipshape/core";

import { endOfLog, linesWith } from "./log-excerpt.ts";
import { plainSize } from "./plain-size.ts";
import { runsTool, whyOverlooked } from "./why-overlooked.ts";

/** What a build has to stop at, and the words to say so. */
export type Gate = {
  /** How the app was changed, as the beginning of a sentence. */
  readonly changed: Markdown;
  /** The commands that ought to find it. */
  readonly tool: RegExp;
  /** What it means that none of them is in the build. */
  readonly absent: Markdown;
  /** Why one may have run without finding it. */
  readonly overlooked: Markdown;
  /** Why one may have failed without showing it. */
  readonly hidden: Markdown;
};

/**
 * Whether the build of a changed app stops in a step that shows the change. Why it does not is told from what
 * happened: who showed the change and ended well, which stage has no step, which step came from the cache.
 */
export function judgeGate(
  rebuild: RebuildSection,
  dockerfile: DockerfileSection | undefined,
  gate: Gate,
): Finding {
  const { build, ran } = rebuild;
  const showing = ran.find(({ showsNonce }) => showsNonce);
  if (build.outcome === "built") {
    if (showing) return swallowed(rebuild, showing, gate);
    const { reason, line } = whyOverlooked(build.steps, ran, dockerfile, gate);
    return fail(joinMarkdown([md`${gate.changed}, the image was built all the same.`, reason]), line);
  }
  const failed = build.outcome === "not-started" ? undefined : build.failedStep;
  if (build.outcome === "failed" && ran.some(({ name, showsNonce }) => showsNonce && name === failed?.name))
    return pass;
  return showing ? stoppedLater(rebuild, showing, failed, gate) : otherFailure(build, failed, gate);
}

type RanStep = RebuildSection["ran"][number];

function swallowed(rebuild: RebuildSection, step: RanStep, { changed }: Gate): Finding {
  return fail(
    joinMarkdown([
      md`${changed}, the image was built all the same. The step ${step.name} found it (\`PLANTED\` marks it), and counts as a success:`,
      whereShown(rebuild, step),
      md`A build stops at a \`RUN\` whose exit code is not 0. Something in this one turns the tool's own code into 0: what stands behind it (\`||\`, \`;\`, a pipe; in a heredoc without \`set -e\`, any further line), or one of its options.`,
    ]),
    step.line,
  );
}

function stoppedLater(
  rebuild: RebuildSection,
  step: RanStep,
  failed: BuildStep | undefined,
  { changed }: Gate,
): Finding {
  return fail(
    joinMarkdown([
      md`${changed}, the step ${step.name} found it (\`PLANTED\` marks it), and counts as a success:`,
      whereShown(rebuild, step),
      md`The build stopped elsewhere, ${place(failed)}. The step that finds the fault has to be the one that fails: its output is where people look.`,
    ]),
    step.line,
  );
}

/** The build stopped, and no step shows the change. */
function otherFailure(
  build: RebuildSection["build"],
  failed: BuildStep | undefined,
  { changed, tool, hidden }: Gate,
): Finding {
  const output = "log" in build ? build.log.trim() || build.error : "";
  return fail(
    joinMarkdown([
      md`${changed}, the build ${howItEnded(build)} ${place(failed)}, and the output does not say that this was the reason:`,
      endOfLog(output),
      failed && runsTool(tool, failed.name)
        ? hidden
        : md`With the unchanged app this step had just succeeded. It should not stand or fall with this change, and keeps the build from the step that should.`,
    ]),
    failed?.line,
  );
}

function howItEnded(build: RebuildSection["build"]): Markdown {
  if (build.outcome === "timed-out")
    return md`was stopped after ${build.limitSeconds} seconds, the lab's limit,`;
  if (build.outcome === "too-much-output")
    return md`was stopped after ${plainSize(build.limitBytes)} of output, the lab's limit,`;
  return md`stopped`;
}

const place = (step: BuildStep | undefined) =>
  step ? md`at the step ${step.name}` : md`before its first step`;

/** The nonce differs from run to run, so what is shown has a word of ours instead. */
function whereShown({ nonce }: RebuildSection, { output }: RanStep): Markdown {
  // Evidence keeps the end of the output only, and the change may stand before it.
  if (!output.includes(nonce)) return endOfLog(output);
  return linesWith("PLANTED", output.replaceAll(nonce, "PLANTED"));
}
