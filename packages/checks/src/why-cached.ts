import {
  joinMarkdown,
  md,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { instructionsOf, stageName } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";
import { copySources, isWithin, resolvePath } from "./instruction-paths.ts";
import { stageIndex, takings } from "./stage-takings.ts";
import { installedBy, lastInstall, linesToWrite } from "./take-over.ts";
import { copyThatBrought, runThatBrought } from "./what-brought.ts";
import { lineSaying } from "./written-lines.ts";

/** The line that brought a download cache into the image, why, and what to try. */
export type Cached = { readonly line: number; readonly cause?: Markdown; readonly fix?: Markdown };

const install = /\b(?:pip[\d.]*|uv|poetry)\b[^&|;]*\b(?:install|sync)\b/;

/** Whether a step that installs is not told to keep no cache. */
const keepsCache = ({ arguments: words }: DockerfileInstruction) => !/--no-cache(?:-dir)?\b/.test(words);

/** @param cache its path in the image */
export function whyCached(dockerfile: DockerfileSection, cache: string): Cached | undefined {
  const keeping = instructionsOf(dockerfile).findLast(
    (it) => it.keyword === "RUN" && install.test(it.arguments) && keepsCache(it),
  );
  if (keeping) return again(dockerfile, keeping) ?? option(dockerfile, keeping);
  const copy = copyThatBrought(dockerfile, cache);
  if (copy) return copied(dockerfile, copy, cache);
  const line = runThatBrought(dockerfile, install)?.line;
  return line === undefined ? undefined : { line };
}

/** The option that keeps no cache, on the very line of the step that installs. */
function option(dockerfile: DockerfileSection, step: DockerfileInstruction): Cached {
  const line = lineSaying(dockerfile, step, install);
  if (/\buv\b/.test(step.arguments))
    return { line, fix: md`On line ${line}, give \`uv\` the option \`--no-cache\`.` };
  return /\bpip[\d.]*\b[^&|;]*\binstall\b/.test(step.arguments)
    ? { line, fix: md`On line ${line}, give \`pip install\` the option \`--no-cache-dir\`.` }
    : { line };
}

/** The step installs from the same file as an earlier stage, from which the final one takes what that made. */
function again(dockerfile: DockerfileSection, keeping: DockerfileInstruction): Cached | undefined {
  const { line } = keeping;
  const file = requirements(keeping);
  const before = dockerfile.instructions.find(
    (it) =>
      it.keyword === "RUN" &&
      it.stage < keeping.stage &&
      !stageChain(dockerfile).includes(it.stage) &&
      isInstaller(it.arguments) &&
      requirements(it) === file,
  );
  const packages = before && installedBy(dockerfile, before)?.packages;
  const taken = takings(dockerfile).find(
    ({ stage, path }) => stage === before?.stage && packages !== undefined && isWithin(packages, path),
  );
  if (file === undefined || !before || !taken) return undefined;
  return {
    line,
    cause: md`Line ${line} installs once more what line ${before.line} has installed in the stage ${stageName(dockerfile, before.stage)}, and line ${taken.line} brings.`,
    fix: md`Leave line ${line} out: what it installs is there already. Where a \`pip install\` is needed, give it the option \`--no-cache-dir\`.`,
  };
}

/** The file that an installing step reads, by its bare name. */
const requirements = ({ arguments: words }: DockerfileInstruction) =>
  /(?:-r|--requirements?)[\s=]*["',\s]*(?:\S*\/)?([\w.-]+)/.exec(words)?.[1];

/** A directory that came from an earlier stage with the cache in it. */
function copied(
  dockerfile: DockerfileSection,
  { line, stage, sources, arguments: words }: DockerfileInstruction,
  cache: string,
): Cached {
  const from = sources[0] === undefined ? undefined : stageIndex(dockerfile, sources[0], stage);
  const source = copySources(words)
    .map((path) => resolvePath("/", path))
    .find((path) => isWithin(cache, path));
  const made = from === undefined ? undefined : lastInstall(dockerfile, from);
  if (!made || !keepsCache(made) || source === undefined) return { line };
  const installed = installedBy(dockerfile, made);
  return {
    // The option belongs on the other line, and this is the one that brought it.
    ...option(dockerfile, made),
    ...(installed &&
      source !== "/" &&
      isWithin(installed.packages, source) && {
        fix: joinMarkdown([
          md`In place of line ${line}, copy only what line ${made.line} installed:`,
          linesToWrite(installed.lines.filter((it) => it.startsWith("COPY"))),
        ]),
      }),
    cause: md`Line ${line} copies all of ${source}, and with it the cache that line ${made.line} left there.`,
    line,
  };
}
