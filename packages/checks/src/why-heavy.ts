import {
  joinMarkdown,
  md,
  type DockerfileInstruction,
  type DockerfileSection,
  type ImageSection,
  type Markdown,
} from "@shipshape/core";

import { lastEnvironment } from "./environments.ts";
import { stageName } from "./final-stage.ts";
import { copySources, resolvePath } from "./instruction-paths.ts";
import type { Runtime } from "./native-libraries.ts";
import { stageIndex } from "./stage-takings.ts";
import { instructionAt } from "./step-in-words.ts";
import { installedBy, lastInstall, linesToWrite } from "./take-over.ts";
import { toolsInstalled } from "./tools-installed.ts";

/** A line without which an image would be small enough, what is wrong with it, and what to try. */
export type Heavy = { readonly cause: Markdown; readonly line: number; readonly fix: Markdown };

/**
 * Finds a line that stores what is in the image already, or what only a build needs.
 * @param layers the largest first
 * @param tooMuch by how many bytes the image is over its limit
 */
export function whyHeavy(
  layers: ImageSection["layers"],
  tooMuch: number,
  dockerfile: DockerfileSection | undefined,
  runtime?: Runtime,
): Heavy | undefined {
  if (!dockerfile) return undefined;
  return layers
    .filter(({ bytes }) => bytes >= tooMuch)
    .flatMap(({ line }) => instructionAt(dockerfile, line) ?? [])
    .map(
      (it) =>
        storedAgain(it) ??
        takenWithTheBase(it, dockerfile) ??
        toolsInstalled(dockerfile, it, runtime) ??
        listsKept(it),
    )
    .find((found) => found !== undefined);
}

/** A RUN that does nothing but change owners or modes. */
function storedAgain({ keyword, line, arguments: words }: DockerfileInstruction): Heavy | undefined {
  const commands = words.split(/&&|;/).map((it) => it.trim().split(/\s/)[0] ?? "");
  if (keyword !== "RUN" || !commands.every((it) => /^(?:chown|chmod|chgrp)$/.test(it))) return undefined;
  return {
    cause: md`Line ${line} changes the owner or the mode of files that earlier lines brought. A layer holds whole files, so all of them are stored a second time.`,
    line,
    fix: md`Leave line ${line} out: to run, the app only needs to read its files. What it really has to own, give it while copying, with \`COPY --chown\`.`,
  };
}

/** A RUN that leaves what `apt-get update` fetched. */
function listsKept({ keyword, line, endLine, arguments: words }: DockerfileInstruction): Heavy | undefined {
  const fetches = /\bapt(?:-get)?\s[^&|;]*\bupdate\b/.test(words);
  if (keyword !== "RUN" || !fetches || /\/var\/lib\/apt|--mount=type=cache/.test(words)) return undefined;
  return {
    cause: md`Line ${line} leaves in its layer what \`apt-get update\` fetches: lists of all of Debian's packages, some 20 MB.`,
    line,
    fix: md`End line ${endLine} with \`&& rm -rf /var/lib/apt/lists/*\`. It has to be in the same \`RUN\`: on a line of its own it saves nothing.`,
  };
}

/** Directories of the system that every base has, with Python in them. */
const ofTheBase = new Set([
  "/",
  "/usr",
  "/usr/bin",
  "/usr/lib",
  "/usr/local",
  "/usr/local/bin",
  "/usr/local/lib",
]);

/** A COPY that brings a whole directory of the system from an earlier stage. */
function takenWithTheBase(
  { keyword, line, stage, sources, arguments: words }: DockerfileInstruction,
  dockerfile: DockerfileSection,
): Heavy | undefined {
  const from = sources[0] === undefined ? undefined : stageIndex(dockerfile, sources[0], stage);
  const directory = copySources(words)
    .map((path) => resolvePath("/", path))
    .find((path) => ofTheBase.has(path));
  if (keyword !== "COPY" || from === undefined || directory === undefined) return undefined;
  const environment = lastEnvironment(dockerfile);
  const install = lastInstall(dockerfile, from);
  const installed = install && installedBy(dockerfile, install);
  return {
    cause: md`Line ${line} copies all of ${directory}, which the base image has already, Python included. The same files are stored a second time.`,
    line,
    fix:
      environment?.here && environment.here.line !== line
        ? md`Leave line ${line} out: what pip installed for the app comes with the environment, on line ${environment.here.line}.`
        : installed
          ? joinMarkdown([
              md`In place of line ${line}, copy only what line ${install.line} installed:`,
              linesToWrite(installed.lines),
            ])
          : md`On line ${line}, copy only what the stage ${stageName(dockerfile, from)} made for the app, such as a virtual environment in a directory of its own.`,
  };
}
