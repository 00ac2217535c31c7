import {
  joinMarkdown,
  md,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { environmentsOf } from "./environments.ts";
import { stageName } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";
import { installedBy, installElsewhere, linesToWrite, pythonOf } from "./take-over.ts";

/** What the final stage does once more, the line that does, and what to try. */
export type MadeAgain = {
  readonly cause: Markdown;
  readonly line: number;
  readonly fix: Markdown | undefined;
};

/** Finds what an earlier stage made and the final one makes by itself, instead of taking it over. */
export function madeAgain(dockerfile: DockerfileSection): MadeAgain | undefined {
  const final = stageChain(dockerfile);
  const isFinal = ({ stage }: { stage: number }) => final.includes(stage);
  const install = dockerfile.instructions.find(
    (it) => it.keyword === "RUN" && isFinal(it) && isInstaller(it.arguments),
  );
  const before = installElsewhere(dockerfile);
  if (!install || !before) return undefined;

  const environments = environmentsOf(dockerfile);
  const mine = environments.find(({ made }) => isFinal(made));
  const other = environments.find(({ made, directory }) => !isFinal(made) && directory === mine?.directory);
  if (!mine || !other)
    return {
      cause: md`Line ${install.line} installs in the final stage once more, after line ${before.line} did so in the stage ${stageName(dockerfile, before.stage)}.`,
      line: install.line,
      fix: insteadOf(dockerfile, install, before),
    };
  const copy = `COPY --from=${stageName(dockerfile, other.made.stage)} ${other.directory} ${other.directory}`;
  return {
    cause: md`Line ${other.made.line} makes the environment ${other.directory} in the stage ${stageName(dockerfile, other.made.stage)}, and line ${mine.made.line} makes it once more.`,
    line: mine.made.line,
    fix:
      install.line === mine.made.line
        ? md`In place of line ${mine.made.line}, write ${copy}.`
        : md`In place of line ${mine.made.line}, write ${copy}, and leave line ${install.line} out: what it installs comes along.`,
  };
}

/** The final stage's own installing, done by an earlier stage already. */
function insteadOf(
  dockerfile: DockerfileSection,
  install: DockerfileInstruction,
  before: DockerfileInstruction,
): Markdown | undefined {
  const installed = installedBy(dockerfile, before);
  const isOther = pythonOf(dockerfile, before.stage) !== pythonOf(dockerfile, install.stage);
  if (!installed || isOther) return undefined;
  return joinMarkdown([
    md`In place of line ${install.line}, take over what line ${before.line} installed:`,
    linesToWrite(installed.lines),
  ]);
}
