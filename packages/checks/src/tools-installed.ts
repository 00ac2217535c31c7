import { listed, md, type DockerfileInstruction, type DockerfileSection } from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { instructionsOf } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";
import { neededLibraries, type Library, type Runtime } from "./native-libraries.ts";
import { startsFromBuilder } from "./own-base.ts";
import { secondStage } from "./second-stage.ts";
import { packagesNamed, systemInstall } from "./system-packages.ts";

const systemRemoval =
  /\b(?:apt|apt-get|aptitude)\b[^&|;]*\b(?:purge|remove|autoremove)\b|\bapk\b[^&|;]*\bdel\b/;

/** What compiles, besides an installer of Python packages. */
const builds = /(?:^|[\s;&|/])(?:make|cmake|gcc|g\+\+|cc|cargo|go|rustc)\s|\bsetup\.py\b/;

/** Headers that belong to the compiler, and to no library that an app may need. */
const ofCompiler = /^(?:libc6-dev|linux-libc-dev|libc-dev|musl-dev|libstdc\+\+-[\d]+-dev)$/;

/** Why a step that installs build tools is too much in the final image, and what to do with it. */
export function toolsInstalled(
  dockerfile: DockerfileSection,
  install: DockerfileInstruction,
  runtime?: Runtime,
): Trouble | undefined {
  const { tools, others } = packagesNamed(install.arguments);
  if (install.keyword !== "RUN" || tools.length === 0) return undefined;
  const { line } = install;
  const final = dockerfile.stages.length - 1;
  if (install.stage !== final) return startsFromBuilder(dockerfile, runtime);

  const after = instructionsOf(dockerfile).filter((it) => it.keyword === "RUN" && it.line > line);
  const removal = after.find(
    (it) => systemRemoval.test(it.arguments) && tools.some((name) => it.arguments.includes(name)),
  );
  const use = [install, ...after].find((it) => isInstaller(it.arguments) || builds.test(withoutSystem(it)));
  const names = listed(tools);
  const cause = removal
    ? md`Line ${line} installs build tools (${names}), and line ${removal.line} removes them. Their bytes stay: what one line has added, a later one can only hide.`
    : final > 0
      ? md`Line ${line} installs build tools in the final stage: ${names}.`
      : md`Line ${line} installs build tools: ${names}.`;
  const second = use && secondStage(dockerfile, runtime);
  const [library] = use ? [] : neededLibraries(dockerfile, runtime);
  const fix = whatToDo(install, { use, removal, names, tools, others, library, several: final > 0 });
  return { cause, line, fix: second ?? fix };
}

type Scene = ReturnType<typeof packagesNamed> & {
  /** The step that the tools are for, and the one that removes them. */
  readonly use: DockerfileInstruction | undefined;
  readonly removal: DockerfileInstruction | undefined;
  readonly names: ReturnType<typeof md>;
  readonly several: boolean;
  /** What the app needs when it runs, and only these tools bring. */
  readonly library: Library | undefined;
};

function whatToDo(
  { line }: DockerfileInstruction,
  { use, removal, names, tools, others, several, library }: Scene,
) {
  if (use && several)
    return md`Move what line ${line} installs, and what line ${use.line} builds with it, to an earlier stage. Take only the result over with \`COPY --from\`.`;
  if (use)
    return md`Name this stage (\`FROM … AS builder\`) and let it do the installing only. Below that, begin the final stage with a slim \`FROM\` of its own, and take only the result over with \`COPY --from=builder\`.`;
  if (tools.some((name) => name.endsWith("-dev") && !ofCompiler.test(name)) && library)
    return md`In the \`RUN\` of line ${line}, install ${library.debian} in place of ${names}: no line below it builds anything, and that package has just ${library.library}, which ${library.name} loads when it runs.`;
  if (tools.some((name) => name.endsWith("-dev") && !ofCompiler.test(name)))
    return md`No line below line ${line} builds anything, so take ${names} out. If the app needs a library of it when it runs, install that library's own package, not the one that ends in \`-dev\`.`;
  if (others.length > 0) return md`Take ${names} out of line ${line}: no line below it builds anything.`;
  return removal
    ? md`No line builds anything in between: take both out, the installing on line ${line} and the removing on line ${removal.line}.`
    : md`Leave out the \`RUN\` that begins on line ${line}: no line below it builds anything.`;
}

/** A step without the commands that install or remove packages of the distribution. */
function withoutSystem({ arguments: words }: DockerfileInstruction): string {
  return words
    .split(/&&|\|\||[;|]/)
    .filter((command) => !systemInstall.test(command) && !systemRemoval.test(command))
    .join(" ; ");
}
