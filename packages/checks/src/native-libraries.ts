import {
  joinMarkdown,
  listed,
  md,
  stageChain,
  type DockerfileSection,
  type Markdown,
  type Sections,
} from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { linesToWrite } from "./take-over.ts";
import { systemInstall } from "./system-packages.ts";
import { lineSaying } from "./written-lines.ts";

/** The library of the system that a compiled package loads when it runs, by the package's name. */
const loads: Readonly<Record<string, string>> = {
  mysqlclient: "libmariadb.so.3",
  psycopg2: "libpq.so.5",
};

/** A library of the system, what loads it, and Debian's package that has it. */
export type Library = { readonly name: string; readonly library: string; readonly debian: string };

export type Runtime = Pick<Sections["runtime"], "installed">;

/** The libraries that what is installed needs each time it runs. */
function librariesOf(runtime: Runtime | undefined): Library[] {
  return Object.keys(runtime?.installed ?? {}).flatMap((name) => {
    const library = loads[name];
    const debian = library && packageOf(library);
    return debian ? [{ name, library, debian }] : [];
  });
}

/** Those that neither a slim base brings nor a package that was added to it. */
export function librariesLacking({
  runtime,
  contents,
  image,
}: Partial<Pick<Sections, "runtime" | "contents" | "image">>): Library[] {
  if (!contents || !/-slim\b/.test(image?.base.reference ?? "")) return [];
  return librariesOf(runtime).filter(({ debian }) => !contents.packages.includes(debian));
}

/**
 * Those that the final stage has to bring once it starts from a slim base: no instruction of its own names them.
 * @param below the line below which it begins, or will begin
 */
export function neededLibraries(
  dockerfile: DockerfileSection,
  runtime: Runtime | undefined,
  below = 0,
): Library[] {
  const final = dockerfile.stages.length - 1;
  const own = dockerfile.instructions.filter(({ stage, line }) => stage === final && line > below);
  return librariesOf(runtime).filter(
    ({ library, debian }) =>
      !own.some(({ arguments: words }) => words.includes(library) || words.includes(debian)),
  );
}

/** Why the final stage has to bring them. */
export const whatLoads = (libraries: readonly Library[]): Markdown =>
  joinMarkdown(
    libraries.map(
      ({ name, library }) => md`A slim base lacks ${library}, which ${name} loads each time it runs.`,
    ),
    " ",
  );

/** Debian's package of a library, by the pattern of their names: `libmariadb3` for `libmariadb.so.3`. */
export function packageOf(library: string): string | undefined {
  const [, name, version] = /^(lib[a-z][\w+-]*)\.so\.(\d+)/i.exec(library) ?? [];
  if (name === undefined || version === undefined) return undefined;
  return `${name.toLowerCase().replaceAll("_", "-")}${/\d$/.test(name) ? "-" : ""}${version}`;
}

/** The lines that install packages of the distribution and leave nothing else behind. */
export const installingLines = (packages: readonly string[]): string[] => [
  "RUN apt-get update \\",
  `    && apt-get install -y --no-install-recommends ${packages.join(" ")} \\`,
  "    && rm -rf /var/lib/apt/lists/*",
];

/**
 * How a stage gets packages of the distribution: by a step of its own that installs some already, or by a new one.
 * @param above the line above which they have to be there, by default anywhere in the stage
 */
export function addToInstall(
  dockerfile: DockerfileSection,
  stage: number,
  packages: readonly string[],
  above = Infinity,
): Pick<Trouble, "line" | "fix"> {
  const chain = stageChain(dockerfile, stage);
  const names = listed(packages);
  const install = dockerfile.instructions.findLast(
    (it) =>
      chain.includes(it.stage) && it.keyword === "RUN" && it.line < above && systemInstall.test(it.arguments),
  );
  if (install) {
    const line = lineSaying(dockerfile, install, /\b(?:install|add)\b/);
    return { line, fix: md`On line ${line}, add ${names} to what is installed.` };
  }
  const line = dockerfile.stages[stage]?.line ?? 1;
  return {
    line,
    fix: joinMarkdown([md`Below line ${line}, add:`, linesToWrite(installingLines(packages))]),
  };
}
