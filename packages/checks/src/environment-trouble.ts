import { md, type DockerfileSection, type Markdown } from "@shipshape/core";

import { lastEnvironment, pathPosition, pathSetting, type Environment } from "./environments.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import { installsByPath, isInstaller } from "./install-words.ts";
import { isWithin } from "./instruction-paths.ts";
import { noProgram, notFound } from "./not-found.ts";

/** What is wrong with a virtual environment, the line to edit, and what to try. */
export type Trouble = { readonly cause: Markdown; readonly line: number; readonly fix: Markdown };

/**
 * Finds the mistake in the way of a virtual environment behind an app that did not start.
 * @param written what the engine or the app said
 */
export function environmentTrouble(dockerfile: DockerfileSection, written: string): Trouble | undefined {
  const environment = lastEnvironment(dockerfile);
  if (!environment) return undefined;
  const missing = notFound(written);
  const file = noProgram.exec(written)?.[1];
  if (missing) {
    const installs = instructionsOf(dockerfile).some(
      (it) => it.keyword === "RUN" && isInstaller(it.arguments),
    );
    if (!environment.here) return installs ? undefined : leftBehind(dockerfile, environment);
    return (
      (missing.kind === "module" ? installedBeside(dockerfile, environment) : undefined) ??
      offPath(dockerfile, environment)
    );
  }
  return file === undefined ? undefined : moved(dockerfile, environment, file);
}

/** The environment stays in the stage that made it. */
export function leftBehind(dockerfile: DockerfileSection, { made, directory }: Environment): Trouble {
  const stage = stageName(dockerfile, made.stage);
  const final = dockerfile.stages.length - 1;
  const from = dockerfile.stages[final]?.line ?? 1;
  const copy = `COPY --from=${stage} ${directory} ${directory}`;
  return {
    cause: md`Line ${made.line} makes the environment ${directory} in the stage ${stage}, and the final stage does not take it over.`,
    line: from,
    fix:
      pathPosition(dockerfile, final, directory) === "none"
        ? md`In the final stage, which begins on line ${from}, add ${copy} and ${onPath(directory)}.`
        : md`In the final stage, which begins on line ${from}, add ${copy}.`,
  };
}

/** The environment is in the final image, and `PATH` does not lead to it. */
export function offPath(dockerfile: DockerfileSection, { here }: Environment): Trouble | undefined {
  const final = dockerfile.stages.length - 1;
  if (!here || pathPosition(dockerfile, final, here.place) !== "none") return undefined;
  const { line, place } = here;
  const elsewhere = dockerfile.instructions.findLast(
    (it) => it.keyword === "ENV" && it.arguments.includes(`${place}/bin`),
  );
  return {
    cause: elsewhere
      ? md`Line ${line} puts the environment into ${place}, and \`PATH\` does not name its \`bin\` there: \`ENV\` on line ${elsewhere.line} holds for the stage ${stageName(dockerfile, elsewhere.stage)} only.`
      : md`Line ${line} puts the environment into ${place}, and no line puts its \`bin\` on \`PATH\`.`,
    line,
    fix: md`Below line ${line}, add ${onPath(place)}.`,
  };
}

/** The environment was made, and pip then installed into another Python. */
function installedBeside(dockerfile: DockerfileSection, environment: Environment): Trouble | undefined {
  const { made, directory } = environment;
  if (pathPosition(dockerfile, made.stage, directory) !== "none") return undefined;
  const after = instructionsOf(dockerfile, made.stage).filter((it) => it.line >= made.line);
  const install = after.find(
    (it) => it.line > made.line && it.keyword === "RUN" && installsByPath(it.arguments),
  );
  if (!install) return undefined;
  const activated = after.find((it) => it.line < install.line && /\bactivate\b/.test(it.arguments));
  return {
    cause: activated
      ? md`Line ${install.line} installs with the base image's own pip, not into ${directory}: \`activate\` on line ${activated.line} holds for that one \`RUN\` only.`
      : md`Line ${install.line} installs with the base image's own pip, not into ${directory}: nothing puts the environment's \`bin\` on \`PATH\` there.`,
    line: install.line,
    fix: md`Above line ${install.line}, add ${onPath(directory)}: then \`pip\` is the environment's own. Or name it there with its whole path, ${`${directory}/bin/pip`}.`,
  };
}

/** A script of an environment that lies elsewhere than where it was made. */
function moved(
  dockerfile: DockerfileSection,
  { made, directory, here }: Environment,
  file: string,
): Trouble | undefined {
  if (!here || here.place === directory || !isWithin(file, here.place)) return undefined;
  const path = pathSetting(dockerfile, dockerfile.stages.length - 1);
  const copy = `COPY --from=${stageName(dockerfile, made.stage)} ${directory} ${directory}`;
  return {
    cause: md`Line ${here.line} moves the environment from ${directory} to ${here.place}. Its scripts begin with ${`#!${directory}/bin/python`} all the same, and that Python is not in this image.`,
    line: here.line,
    fix: path
      ? md`Copy it to the place where it was made, ${copy}, and let line ${path.line} say ${onPath(directory)}.`
      : md`Copy it to the place where it was made: ${copy}`,
  };
}

/** The line that makes an environment's programs the ones that are found first. */
export const onPath = (directory: string) => `ENV PATH=${directory}/bin:$PATH`;
