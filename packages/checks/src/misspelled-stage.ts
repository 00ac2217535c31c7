import { md, type DockerfileSection, type Markdown } from "@shipshape/core";

import { stageName } from "./final-stage.ts";
import { nearest } from "./nearest.ts";

/** A reference to a stage that is not there, and the stage that was probably meant. */
export type MisspelledStage = {
  readonly line: number;
  readonly cause: Markdown;
  /** What to try. */
  readonly fix: Markdown;
};

/**
 * Finds the mistyped name of a stage behind a failed build. BuildKit takes a name that it does not know for an
 * image, so its own words are about a registry.
 * @param error BuildKit's own words, which name what it looked for
 */
export function misspelledStage(dockerfile: DockerfileSection, error: string): MisspelledStage | undefined {
  return references(dockerfile)
    .filter(({ name }) => error.toLowerCase().includes(name.toLowerCase()))
    .map((reference) => explain(reference, dockerfile))
    .find((found) => found !== undefined);
}

type Reference = { readonly name: string; readonly stage: number; readonly line: number };

/** What FROM and `--from` name that is no earlier stage, nor an image with a tag or a path. */
function references(dockerfile: DockerfileSection): Reference[] {
  const bases = dockerfile.stages.flatMap(({ base, baseStage, line }, stage) =>
    baseStage === undefined ? [{ name: base, stage, line }] : [],
  );
  const sources = dockerfile.instructions.flatMap(({ sources, stage, line }) =>
    sources.map((name) => ({ name, stage, line })),
  );
  return [...bases, ...sources].filter(
    ({ name, stage }) =>
      /^[a-z][\w.-]*$/i.test(name) && !earlierNames(dockerfile, stage).includes(name.toLowerCase()),
  );
}

function explain(
  { name, stage, line }: Reference,
  dockerfile: DockerfileSection,
): MisspelledStage | undefined {
  const wanted = name.toLowerCase();
  const later = dockerfile.stages.findIndex((it, index) => index >= stage && it.name === wanted);
  if (later >= 0 && later !== stage)
    return {
      line,
      cause: md`The stage ${name} begins on line ${dockerfile.stages[later]?.line ?? 0}, below the line that uses it. A stage can only use the stages above it.`,
      fix: md`Move the stage ${name} up, above the stage that uses it.`,
    };
  const near = nearest(name, earlierNames(dockerfile, stage));
  if (near === undefined) return undefined;
  return {
    line,
    cause: md`No stage is called ${name}, so Docker looked for an image of that name. Did you mean the stage ${near}?`,
    fix: md`On line ${line}, write the stage's name as it stands behind \`AS\`: ${near}`,
  };
}

function earlierNames(dockerfile: DockerfileSection, stage: number): string[] {
  return dockerfile.stages.slice(0, stage).map((_, index) => stageName(dockerfile, index).toLowerCase());
}
