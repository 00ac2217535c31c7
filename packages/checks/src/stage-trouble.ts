import {
  joinMarkdown,
  md,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
} from "@shipshape/core";

import { developmentInstall } from "./development-install.ts";
import type { Trouble } from "./environment-trouble.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import { isWithin } from "./instruction-paths.ts";
import { notFound } from "./not-found.ts";
import { takings, type Taking } from "./stage-takings.ts";
import {
  installedBy,
  installElsewhere,
  installRequirements,
  lastInstall,
  linesToWrite,
  pythonOf,
} from "./take-over.ts";

/**
 * Finds what an earlier stage installed and the final one lacks, behind an app that did not start.
 * @param written what the engine or the app said
 */
export function stageTrouble(dockerfile: DockerfileSection, written: string): Trouble | undefined {
  const missing = notFound(written);
  const final = dockerfile.stages.length - 1;
  const install = installElsewhere(dockerfile);
  if (!missing || !install || lastInstall(dockerfile, final)) return undefined;
  const other = otherPython(dockerfile);
  if (other) return other;

  const all = takings(dockerfile);
  const taken = takenFrom(dockerfile, install);
  const installed = installedBy(dockerfile, install);
  // What comes from elsewhere may have the packages too.
  if (!installed || all.some((it) => it.made && !taken.some(({ line }) => line === it.line)))
    return undefined;
  const has = (directory: string) =>
    taken.find(({ path }) => isWithin(directory, path) || isWithin(path, directory));
  const packages = has(installed.packages);
  if (packages)
    return missing.kind === "command" && !has(installed.programs)
      ? programLeft(dockerfile, install, packages.line, installed.programs, missing.name)
      : undefined;
  const left = packagesLeft(dockerfile, install);
  if (!left || !developmentInstall.test(install.arguments)) return left;
  // What only testing needs would come along.
  const fix = md`Below line ${left.line}, install what the app runs with, without the tools for testing:`;
  return { ...left, fix: joinMarkdown([fix, linesToWrite(installRequirements)]) };
}

/** What the final image takes from the stage of a step, or from one that starts from it. */
function takenFrom(dockerfile: DockerfileSection, install: DockerfileInstruction): Taking[] {
  return takings(dockerfile).filter(({ stage }) => stageChain(dockerfile, stage).includes(install.stage));
}

/** What a step installed stays in its stage. */
export function packagesLeft(
  dockerfile: DockerfileSection,
  install: DockerfileInstruction,
): Trouble | undefined {
  const installed = installedBy(dockerfile, install);
  if (!installed) return undefined;
  const stage = stageName(dockerfile, install.stage);
  const only = takenFrom(dockerfile, install).at(-1);
  const line = only?.line ?? dockerfile.stages.at(-1)?.line ?? 1;
  return {
    cause: only
      ? md`Line ${install.line} installs in the stage ${stage}, and the final stage takes only ${only.path} from there, on line ${only.line}.`
      : md`Line ${install.line} installs in the stage ${stage}, and the final stage takes nothing from there.`,
    line,
    fix: joinMarkdown([md`Below line ${line}, take over what was installed:`, linesToWrite(installed.lines)]),
  };
}

/** The packages came over, and the directory of their programs did not. */
function programLeft(
  dockerfile: DockerfileSection,
  { stage }: DockerfileInstruction,
  line: number,
  programs: string,
  name: string,
): Trouble {
  return {
    cause: md`Line ${line} takes the packages from the stage ${stageName(dockerfile, stage)}, and not the programs that come with them: those are in ${programs}.`,
    line,
    fix: md`Below line ${line}, add ${`COPY --from=${stageName(dockerfile, stage)} ${programs} ${programs}`}. Or start it from its package, with ${`python -m ${name}`}.`,
  };
}

/** The stage that installs has another version of Python than the one that runs. */
export function otherPython(dockerfile: DockerfileSection): Trouble | undefined {
  const install = installElsewhere(dockerfile);
  if (!install || takenFrom(dockerfile, install).length === 0) return undefined;
  const final = dockerfile.stages.length - 1;
  const [there, here] = [pythonOf(dockerfile, install.stage), pythonOf(dockerfile, final)];
  if (there === undefined || here === undefined || there === here) return undefined;
  const from = dockerfile.stages[stageChain(dockerfile, install.stage).at(-1) ?? 0];
  const mine = dockerfile.stages[stageChain(dockerfile).at(-1) ?? 0];
  if (!from || !mine) return undefined;
  const base = from.base.replace(/python:\d+\.\d+(?:\.\d+)*/, `python:${here}`);
  const naming = instructionsOf(dockerfile).find(
    (it) => it.keyword === "COPY" && it.arguments.includes(`python${there}`),
  );
  return {
    cause: md`Line ${install.line} installs for Python ${there}, which line ${from.line} starts from; the image has Python ${here}, from line ${mine.line}. What is installed for one version, another does not find, or cannot load.`,
    line: from.line,
    fix: naming
      ? md`Let both stages have the same version: start from ${base} on line ${from.line}, and write ${`python${here}`} on line ${naming.line}.`
      : md`Let both stages have the same version: start from ${base} on line ${from.line}.`,
  };
}
