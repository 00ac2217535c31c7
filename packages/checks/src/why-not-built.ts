import {
  joinMarkdown,
  md,
  type BuildStep,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { instructionsOf, stageName } from "./final-stage.ts";
import { copiedPaths, copySources, inDirectories } from "./instruction-paths.ts";
import { runsTool } from "./tool-command.ts";
import { copyThatBrought } from "./what-brought.ts";
import type { Reason } from "./why-overlooked.ts";

/** A tool in a stage that has no step in the build. */
export function whyNotBuilt(
  steps: readonly BuildStep[],
  dockerfile: DockerfileSection,
  tool: RegExp,
): Reason | undefined {
  const lines = new Set(steps.map(({ line }) => line));
  const built = new Set(dockerfile.instructions.filter((it) => lines.has(it.line)).map((it) => it.stage));
  const left = dockerfile.instructions.filter((it) => it.keyword === "RUN" && !built.has(it.stage));
  const run = left.find((it) => runsTool(tool, it.arguments));
  if (!run) return undefined;
  const stage = stageName(dockerfile, run.stage);
  const checks = left.filter(
    (it) => it.stage === run.stage && (it === run || runsTool(/\b(?:flake8|py\.?test)\b/, it.arguments)),
  );
  const remedy = sameBase(dockerfile, run, built) ?? copyOf(dockerfile, run);
  return {
    why: md`The stage ${stage}, with ${namesOf(checks)}, is not built: the final stage does not need it.`,
    details: [
      md`BuildKit builds the final stage and the stages that it needs (by \`FROM\`, \`COPY --from\` or \`--mount=from=\`), and no others.`,
    ],
    ...remedy,
  };
}

const namesOf = (runs: readonly DockerfileInstruction[]): Markdown =>
  joinMarkdown(
    runs.map(({ arguments: words }) => md`${`RUN ${words}`}`),
    ", ",
  );

type Remedy = { readonly line: number; readonly fix: Markdown };

/** Another stage is built that starts from the same one and is not shipped: it can start from this one. */
function sameBase(
  dockerfile: DockerfileSection,
  { stage }: DockerfileInstruction,
  built: ReadonlySet<number>,
): Remedy | undefined {
  const { stages } = dockerfile;
  const base = stages[stage]?.baseStage;
  const other = stages.findIndex(
    ({ baseStage }, index) =>
      baseStage === base && index > stage && index < stages.length - 1 && built.has(index),
  );
  const found = stages[other];
  if (base === undefined || !found) return undefined;
  const from = `FROM ${stageName(dockerfile, stage)}${found.name === undefined ? "" : ` AS ${found.name}`}`;
  return {
    line: found.line,
    fix: md`Let a stage that is built begin with it: on line ${found.line}, write ${from}.`,
  };
}

/** The final stage can take the app, or any file, from there. */
function copyOf(dockerfile: DockerfileSection, { stage }: DockerfileInstruction): Remedy | undefined {
  const name = stageName(dockerfile, stage);
  const path = appIn(dockerfile, stage);
  const final = dockerfile.stages.at(-1);
  if (!final) return undefined;
  const brings = copyThatBrought(dockerfile, path);
  const present = dockerfile.instructions.findLast(
    (it) =>
      it.stage === dockerfile.stages.length - 1 &&
      (it === brings ||
        (it.keyword === "COPY" && copySources(it.arguments).some((source) => isApp.test(source)))),
  );
  const line = present?.line ?? final.line;
  const copy = `COPY --from=${name} ${path} ${present ? (present.arguments.split(/\s+/).at(-1) ?? "./") : "./"}`;
  const from = present?.sources[0];
  // What it takes now may be a stage that is needed for its own sake.
  const replaces =
    present &&
    (from === undefined ||
      instructionsOf(dockerfile, stage).some((it) => stageIs(dockerfile, it.stage, from)));
  return {
    line,
    fix: replaces
      ? md`Fetch the app from that stage: in place of line ${line}, write ${copy}. Any file of the stage would do, since BuildKit finishes a stage before it copies from it.`
      : md`Let the final stage copy a file from it: below line ${line}, write ${copy}. Any file of the stage would do, since BuildKit finishes a stage before it copies from it.`,
  };
}

const isApp = /(?:^|\/)app\.py$/;

const stageIs = (dockerfile: DockerfileSection, stage: number, name: string) =>
  stageName(dockerfile, stage) === name.toLowerCase() || String(stage) === name;

/** Where a stage has the app, as far as its instructions tell. */
export function appIn(dockerfile: DockerfileSection, stage: number): string {
  const places = inDirectories(instructionsOf(dockerfile, stage)).flatMap(
    ({ instruction: it, directory }) => {
      if (it.keyword !== "COPY" && it.keyword !== "ADD") return [];
      const sources = copySources(it.arguments);
      return copiedPaths(it.arguments, directory).flatMap((place, index) => {
        const source = sources[index] ?? "";
        if (isApp.test(source)) return [place.endsWith(".py") ? place : `${place}/app.py`];
        return /^(?:\.|\.\/|\/)$/.test(source) ? [`${place === "/" ? "" : place}/app.py`] : [];
      });
    },
  );
  return places.at(-1) ?? "/app/app.py";
}
