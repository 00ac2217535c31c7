import {
  codeBlock,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { environmentsOf, pathPosition } from "./environments.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";

/** Where a step puts what it installs, and the lines that bring that into another stage. */
export type Installed = {
  readonly packages: string;
  /** The directory of the programs that packages bring. */
  readonly programs: string;
  /** The directories to copy: one that has all, or these two. */
  readonly places: readonly string[];
  readonly lines: readonly string[];
};

/** The lines that install what the app runs with. */
export const installRequirements = [
  "COPY requirements.txt ./",
  "RUN pip install --no-cache-dir -r requirements.txt",
];

/** Lines of a Dockerfile to be copied from a message; a long one goes on as Docker allows, so that none is wrapped. */
export function linesToWrite(lines: readonly string[]): Markdown {
  const folded = lines.map((line) => (line.length > 50 ? line.replaceAll(/ (?=\/)/g, " \\\n    ") : line));
  return codeBlock(folded.join("\n"), "dockerfile");
}

/** The last step of a stage, or of those that it starts from, that installs Python packages. */
export function lastInstall(dockerfile: DockerfileSection, stage: number): DockerfileInstruction | undefined {
  return instructionsOf(dockerfile, stage).findLast(
    (it) => it.keyword === "RUN" && isInstaller(it.arguments),
  );
}

/** The last step that installs Python packages in a stage that the final image is not made of. */
export function installElsewhere(dockerfile: DockerfileSection): DockerfileInstruction | undefined {
  const final = stageChain(dockerfile);
  return dockerfile.instructions.findLast(
    (it) => it.keyword === "RUN" && it.stage >= 0 && !final.includes(it.stage) && isInstaller(it.arguments),
  );
}

/** The version that an official image's tag names, `3.13` for `python:3.13.5-slim`: that of the Python in a stage. */
export function pythonOf(dockerfile: DockerfileSection, stage: number): string | undefined {
  const base = dockerfile.stages[stageChain(dockerfile, stage).at(-1) ?? -1]?.base ?? "";
  return /(?:^|\/)python:(\d+\.\d+)/.exec(base)?.[1];
}

/**
 * What has to be taken over from the stage that a step installs in; undefined where its words do not tell.
 * @param name what that stage is called, where it has no name yet
 */
export function installedBy(
  dockerfile: DockerfileSection,
  install: DockerfileInstruction,
  name = stageName(dockerfile, install.stage),
): Installed | undefined {
  const copy = (from: string, to = from) => `COPY --from=${name} ${from} ${to}`;
  const path = (directory: string) =>
    isFinal(dockerfile, install) ||
    pathPosition(dockerfile, dockerfile.stages.length - 1, directory) === "none"
      ? [`ENV PATH=${directory}/bin:$PATH`]
      : [];
  const own = instructionsOf(dockerfile, install.stage);
  const environment = environmentsOf(dockerfile).findLast(({ made }) => own.includes(made))?.directory;
  const version = pythonOf(dockerfile, install.stage) ?? "X.Y";
  const packagesIn = (directory: string) => `${directory}/lib/python${version}/site-packages`;
  const at = (directory: string, lines: readonly string[], packages = packagesIn(directory)) => ({
    packages,
    programs: `${directory}/bin`,
    places: directory === "/usr/local" ? [packages, `${directory}/bin`] : [directory],
    lines,
  });

  if (environment !== undefined) return at(environment, [copy(environment), ...path(environment)]);
  const words = install.arguments.replaceAll(/[[\]"',]+/g, " ");
  const [, prefix] = /--prefix[= ](\S+)/.exec(words) ?? [];
  const [, target] = /(?:--target[= ]|\s-t )(\S+)/.exec(words) ?? [];
  const place = prefix ?? target;
  if (place !== undefined && !/^\/[^$]*$/.test(place)) return undefined;
  if (prefix !== undefined) return at(prefix, [copy(prefix, "/usr/local")]);
  if (target !== undefined) return at(target, [copy(target), `ENV PYTHONPATH=${target}`], target);
  if (/--user\b/.test(words)) {
    if (own.some(({ keyword }) => keyword === "USER")) return undefined;
    return at("/root/.local", [copy("/root/.local"), ...path("/root/.local")]);
  }
  if (/--root\b/.test(words)) return undefined;
  return at("/usr/local", [copy(packagesIn("/usr/local")), copy("/usr/local/bin")]);
}

const isFinal = (dockerfile: DockerfileSection, { stage }: DockerfileInstruction) =>
  stageChain(dockerfile).includes(stage);
