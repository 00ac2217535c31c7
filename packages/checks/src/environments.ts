import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import {
  copiedPaths,
  copySources,
  inDirectories,
  isWithin,
  mounts,
  resolvePath,
} from "./instruction-paths.ts";
import { stageIndex } from "./stage-takings.ts";

/** A virtual environment that a RUN makes. */
export type Environment = {
  readonly made: DockerfileInstruction;
  readonly directory: string;
  /** Where it lies in the final image, and the line that puts it there; absent where it stays in its stage. */
  readonly here?: { readonly line: number; readonly place: string };
};

/** `python -m venv DIRECTORY` and its kin. */
const makesEnvironment = /(?:\s-m\s*venv|\bvirtualenv|\buv\s+venv)(?:\s+-\S+)*\s+([^\s;&|]+)/;

const foundIn = new WeakMap<DockerfileSection, readonly Environment[]>();

/** The virtual environments that a Dockerfile makes, in the plain form or the JSON form. */
export function environmentsOf(dockerfile: DockerfileSection): readonly Environment[] {
  // Several checks ask.
  const known = foundIn.get(dockerfile) ?? environmentsIn(dockerfile);
  foundIn.set(dockerfile, known);
  return known;
}

function environmentsIn(dockerfile: DockerfileSection): Environment[] {
  return dockerfile.stages.flatMap((_, stage) => {
    const instructions = instructionsOf(dockerfile, stage);
    return inDirectories(instructions).flatMap(({ instruction: made, directory: from }) => {
      if (made.keyword !== "RUN" || made.stage !== stage) return [];
      const [, path] = makesEnvironment.exec(made.arguments.replaceAll(/[[\]",]+/g, " ")) ?? [];
      if (path === undefined) return [];
      const directory = resolvePath(from, expand(path, instructions));
      const here = whereIn(dockerfile, made, directory);
      return [{ made, directory, ...(here && { here }) }];
    });
  });
}

/** The last one that the final image has, else the last one that stays behind in its stage. */
export function lastEnvironment(dockerfile: DockerfileSection): Environment | undefined {
  const all = environmentsOf(dockerfile);
  return all.findLast(({ here }) => here) ?? all.at(-1);
}

function whereIn(
  dockerfile: DockerfileSection,
  made: DockerfileInstruction,
  directory: string,
): Environment["here"] {
  const final = instructionsOf(dockerfile);
  if (final.includes(made)) return { line: made.line, place: directory };
  const places = inDirectories(final).flatMap(({ instruction: it, directory: to }) => {
    // Stages may hand it on, so what has its path in any of them is taken for it.
    if (!it.sources.some((name) => stageIndex(dockerfile, name, it.stage) !== undefined)) return [];
    if (it.keyword === "RUN")
      return mounts(it.arguments).some(({ path }) => isWithin(directory, path))
        ? [{ line: it.line, place: directory }]
        : [];
    const words = expand(it.arguments, final);
    const sources = copySources(words).map((path) => resolvePath("/", path));
    return copiedPaths(words, to).flatMap((place, index) => {
      const source = sources[index] ?? "/";
      if (!isWithin(directory, source)) return [];
      return [{ line: it.line, place: resolvePath(place, `./${directory.slice(source.length)}`) }];
    });
  });
  return places.at(-1);
}

/** Fills in what ENV and ARG set; what they do not set stays as it is. */
function expand(text: string, instructions: readonly DockerfileInstruction[]): string {
  return text.replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const setting = new RegExp(`(?:^|\\s)${plain ?? braced}[= ]["']?([^\\s"']+)`);
    const found = instructions.findLast(
      ({ keyword, arguments: words }) => (keyword === "ENV" || keyword === "ARG") && setting.test(words),
    );
    const value = setting.exec(found?.arguments ?? "")?.[1] ?? whole;
    return value.includes("$") ? whole : value;
  });
}

/** Where `ENV` puts a directory's `bin` on `PATH`, if it does; `unknown` where a variable hides it. */
export function pathPosition(
  dockerfile: DockerfileSection,
  stage: number,
  directory: string,
): "first" | "later" | "unknown" | "none" {
  const set = pathSetting(dockerfile, stage);
  if (!set) return "none";
  const value = expand(set.arguments, instructionsOf(dockerfile, stage)).replaceAll(/["']/g, "");
  const [, leading = ""] = /\bPATH[= ]([^:]*)/.exec(value) ?? [];
  if (leading === `${directory}/bin`) return "first";
  if (value.includes(`${directory}/bin`)) return "later";
  return /\$(?!\{?PATH\b)/.test(value) ? "unknown" : "none";
}

/** The last ENV of a stage that sets `PATH`. */
export function pathSetting(dockerfile: DockerfileSection, stage: number): DockerfileInstruction | undefined {
  return instructionsOf(dockerfile, stage).findLast(
    ({ keyword, arguments: words }) => keyword === "ENV" && /(?:^|\s)PATH[= ]/.test(words),
  );
}
