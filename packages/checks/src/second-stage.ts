import { joinMarkdown, md, type DockerfileSection, type Markdown } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import { installingLines, neededLibraries, type Runtime } from "./native-libraries.ts";
import { slimVariant } from "./slim-variant.ts";
import { installedBy, lastInstall, linesToWrite } from "./take-over.ts";

/** How the one stage of a Dockerfile becomes two: one that installs, and one that runs what was installed. */
export function secondStage(
  dockerfile: DockerfileSection,
  runtime: Runtime | undefined,
): Markdown | undefined {
  const [stage, another] = dockerfile.stages;
  const install = lastInstall(dockerfile, 0);
  if (!stage || another || !install) return undefined;
  const installed = installedBy(dockerfile, install, stage.name ?? "builder");
  if (!installed) return undefined;
  const libraries = neededLibraries(dockerfile, runtime, install.line);
  const saidAgain = instructionsOf(dockerfile)
    .filter(({ keyword, line }) => line < install.line && /^(?:WORKDIR|ENV)$/.test(keyword))
    .map(({ keyword, arguments: words }) => `${keyword} ${words}`);
  const lines = [
    `FROM ${slimVariant(stage.base) ?? stage.base}`,
    ...(libraries.length > 0 ? installingLines(libraries.map(({ debian }) => debian)) : []),
    ...new Set([...saidAgain, ...installed.lines]),
  ];
  return joinMarkdown([
    stage.name === undefined
      ? md`Make two stages of it. Name the one that installs: ${`FROM ${stage.base} AS builder`} on line ${stage.line}. Below line ${install.endLine}, begin the one that runs, with only what was installed:`
      : md`Make two stages of it. Below line ${install.endLine}, begin the one that runs, with only what was installed:`,
    linesToWrite(lines),
  ]);
}
