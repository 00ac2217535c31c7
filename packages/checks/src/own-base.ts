import { baseStage, joinMarkdown, md, stageChain, type DockerfileSection } from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import {
  addToInstall,
  installingLines,
  neededLibraries,
  whatLoads,
  type Runtime,
} from "./native-libraries.ts";
import { secondStage } from "./second-stage.ts";
import { slimVariant } from "./slim-variant.ts";
import { installedBy, lastInstall, linesToWrite } from "./take-over.ts";

/**
 * The line that brings a base that is too large, and what to try.
 * @param runtime what is installed, some of which may need more than a slim base has
 */
export function whyHeavyBase(
  reference: string,
  dockerfile: DockerfileSection | undefined,
  runtime?: Runtime,
): Partial<Trouble> & Pick<Trouble, "fix"> {
  const builder = dockerfile && startsFromBuilder(dockerfile, runtime);
  if (builder) return builder;
  const line = dockerfile && baseStage(dockerfile)?.line;
  const slim = slimVariant(reference);
  const from =
    line !== undefined && slim !== undefined
      ? md`On line ${line}, start from ${slim}.`
      : md`Start from the \`-slim\` variant of that image.`;
  const libraries = dockerfile ? neededLibraries(dockerfile, runtime) : [];
  if (!dockerfile || line === undefined || libraries.length === 0)
    return { ...(line !== undefined && { line }), fix: from };
  // What is compiled here needs the compiler of the full base.
  const second = secondStage(dockerfile, runtime);
  if (second) return { line, fix: second };
  const packages = libraries.map(({ debian }) => debian);
  const add = addToInstall(dockerfile, dockerfile.stages.length - 1, packages);
  return { line, fix: joinMarkdown([from, whatLoads(libraries), add.fix], " ") };
}

/** The final stage starts from a stage that builds, and so has all that building needed. */
export function startsFromBuilder(dockerfile: DockerfileSection, runtime?: Runtime): Trouble | undefined {
  const [final = -1, parent = -1] = stageChain(dockerfile);
  const line = dockerfile.stages[final]?.line;
  const runs = parent >= 0 && instructionsOf(dockerfile, parent).some(({ keyword }) => keyword === "RUN");
  if (line === undefined || !runs) return undefined;
  const stage = stageName(dockerfile, parent);
  const base = baseStage(dockerfile)?.base ?? "";
  const from = `FROM ${slimVariant(base) ?? base}`;
  const install = lastInstall(dockerfile, parent);
  const installed = install && installedBy(dockerfile, install);
  const packages = neededLibraries(dockerfile, runtime).map(({ debian }) => debian);
  const libraries = packages.length > 0 ? installingLines(packages) : [];
  return {
    cause: md`The final stage begins with ${`FROM ${stage}`} on line ${line}, so it has all that the stage ${stage} has.`,
    line,
    fix: installed
      ? joinMarkdown([
          md`In place of line ${line}, start anew and take over only what was installed:`,
          linesToWrite([from, ...libraries, ...installed.lines]),
        ])
      : md`In place of line ${line}, write ${from}, and take over with \`COPY --from\` only what the app needs.`,
  };
}
