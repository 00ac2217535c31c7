import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { BeforeSection, DockerfileSection, Lab, Progress } from "@shipshape/core";

import { type Context, contextDigest, layContext } from "./build-context.ts";
import { buildSubmission } from "./build-submission.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { finalBase, measureImage } from "./inspect-image.ts";
import { remembered } from "./remembered.ts";
import type { RunScope } from "./run-scope.ts";

/** What the submission's image is compared with, and what for. */
export type Comparison = {
  readonly scope: RunScope;
  readonly lab: Lab;
  /** The learner's Dockerfile. */
  readonly dockerfile: DockerfileSection;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** What each scope has measured, or is measuring: many submissions ask at once. */
const measured = new WeakMap<RunScope, Map<string, Promise<BeforeSection>>>();

/**
 * Builds the single-stage image that a lab ships to be compared with, on the learner's version of Python, and takes
 * it apart by line. It is done once for each engine and base, and remembered on this machine.
 * @throws where it cannot be built: that is never the learner's failure
 */
export async function measureBefore(comparison: Comparison): Promise<BeforeSection> {
  const { scope, lab, dockerfile } = comparison;
  if (lab.before === undefined) throw new Error(`${lab.id}/lab.yaml names no \`before\`.`);
  const buildArgs = pythonOf(finalBase(dockerfile));
  const text = await readFile(join(lab.folder, lab.before));
  const plan: Plan = {
    path: lab.before,
    buildArgs,
    dockerfile: parseDockerfile(text.toString(), buildArgs),
    context: await layContext(lab.appFolder, new Map([["Dockerfile", text]]), lab.appIn),
  };
  const ofScope = measured.get(scope) ?? new Map<string, Promise<BeforeSection>>();
  measured.set(scope, ofScope);
  const key = digest(plan);
  const measuring = ofScope.get(key) ?? measureOnce(comparison, plan);
  ofScope.set(key, measuring);
  // What failed may go well the next time.
  measuring.catch(() => ofScope.delete(key));
  return measuring;
}

type Plan = {
  /** Its path in the lab. */
  readonly path: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly dockerfile: DockerfileSection;
  readonly context: Context;
};

/** A base with a version of Python gives that version, without the patch: so a class needs few of these images. */
function pythonOf(base: string): Record<string, string> {
  const [, version] = /^(?:docker\.io\/)?(?:library\/)?python:(\d+\.\d+)(?!\d)/.exec(base) ?? [];
  return version === undefined ? {} : { PYTHON: version };
}

/** A base that only BuildKit has, and the engine has no id for, may be another one tomorrow: nothing is remembered then. */
async function measureOnce(comparison: Comparison, plan: Plan): Promise<BeforeSection> {
  const { engine, facts } = comparison.scope;
  const base = await engine.docker
    .getImage(finalBase(plan.dockerfile))
    .inspect()
    .catch(() => undefined);
  if (!base) return buildAndMeasure(comparison, plan);
  const { store } = await facts;
  return remembered("before-1", digest(plan, base.Id, store), () => buildAndMeasure(comparison, plan));
}

function digest({ path, buildArgs, context }: Plan, ...others: readonly string[]): string {
  const parts = [path, buildArgs, contextDigest(context), others];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

async function buildAndMeasure(
  { scope, lab, signal, progress }: Comparison,
  { path, buildArgs, dockerfile, context }: Plan,
): Promise<BeforeSection> {
  progress("Building the lab's single-stage image, to compare with.");
  const tag = scope.newTag();
  const request = { context, tag, dockerfile, limits: lab.limits, signal, buildArgs };
  try {
    const result = await buildSubmission(scope, request, progress);
    if (result.state === "prevented") throw new Error(result.reason.source);
    const { section, imageId } = result.build;
    if (imageId === undefined) {
      const why = section.outcome === "failed" ? section.error : section.outcome;
      throw new Error(`${lab.id}/${path} does not build: ${why}`);
    }
    const { store } = await scope.facts;
    return { dockerfile: path, ...(await measureImage(scope, imageId, dockerfile, store, signal)) };
  } finally {
    scope.removeImage(tag);
  }
}
