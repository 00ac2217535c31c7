import {
  fail,
  joinMarkdown,
  md,
  type BuildStep,
  type DockerfileSection,
  type Finding,
  type Markdown,
  type RebuildSection,
} from "@shipshape/core";

import type { Gate } from "./gate.ts";
import { endOfLog } from "./log-excerpt.ts";
import { plainSize } from "./plain-size.ts";
import { runsTool } from "./tool-command.ts";
import { whyHidden } from "./why-hidden.ts";
import { commandAt } from "./why-passed-over.ts";

/** The build of a changed app stopped, and no step shows the change. */
export function otherFailure(
  build: RebuildSection["build"],
  failed: BuildStep | undefined,
  dockerfile: DockerfileSection | undefined,
  { changed, tool, hidden }: Gate,
): Finding {
  const output = "log" in build ? build.log.trim() || build.error : "";
  const ofTool = failed !== undefined && runsTool(tool, failed.name);
  const command = ofTool ? commandAt(dockerfile, failed.line, tool) : undefined;
  const cause = command && failed?.line !== undefined ? whyHidden(command, failed.line) : undefined;
  return fail(
    joinMarkdown([
      ...(cause ? [cause.why] : []),
      howItEnded(build, changed, place(failed)),
      endOfLog(output),
      ofTool
        ? hidden
        : md`With the unchanged app this step had just succeeded. It should not stand or fall with this change, and keeps the build from the step that should.`,
    ]),
    failed?.line,
    cause?.fix,
  );
}

function howItEnded(build: RebuildSection["build"], changed: Markdown, where: Markdown): Markdown {
  if (build.outcome === "timed-out")
    return md`${changed}, the build was stopped after ${build.limitSeconds} seconds, the lab's limit, ${where}, and its output does not show the change:`;
  if (build.outcome === "too-much-output")
    return md`${changed}, the build was stopped after ${plainSize(build.limitBytes)} of output, the lab's limit, ${where}, and its output does not show the change:`;
  return md`${changed}, the build stopped ${where}, and its output does not show the change:`;
}

/** Where a build stopped. */
export const place = (step: BuildStep | undefined) =>
  step ? md`at the step ${step.name}` : md`before its first step`;
