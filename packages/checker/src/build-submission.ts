import { misspelledStage, perhapsOutage } from "@shipshape/checks";
import { type Markdown, md, type Progress } from "@shipshape/core";
import { provideBase } from "@shipshape/engine";

import { type Build, type BuildRequest, buildImage } from "./build-image.ts";
import { parseDockerfile } from "./dockerfile.ts";
import type { RunScope } from "./run-scope.ts";

export type SubmissionBuild =
  | { readonly state: "ended"; readonly build: Build }
  /** An image that the Dockerfile names cannot be had here, or the network fails. */
  | { readonly state: "prevented"; readonly reason: Markdown };

/**
 * Builds a submission. Only when the engine lacks an image that it names is that image looked for: an engine that
 * reaches a registry fetches it by itself.
 */
export async function buildSubmission(
  scope: RunScope,
  request: BuildRequest,
  progress: Progress,
): Promise<SubmissionBuild> {
  let build = await buildImage(scope.engine, request);
  if (build.section.outcome === "failed" && perhapsOutage.test(build.section.log)) {
    if (!(await reachesRegistries(scope, request, progress))) return { state: "prevented", reason: outage };
    // An outage may have passed, so the submission gets a second try.
    build = await buildImage(scope.engine, request);
  }
  for (let provided = 0; provided < mostImages; provided++) {
    const { missingImage } = build;
    // An engine takes the mistyped name of a stage for an image, and looks for it in a registry.
    if (missingImage === undefined || misspelledStage(request.dockerfile, missingImage)) break;
    const base = await provideBase(scope.engine, missingImage, progress, request.signal);
    request.signal.throwIfAborted();
    if (base.state === "absent" && base.why === "unreachable")
      return { state: "prevented", reason: base.message };
    if (base.state === "absent") break;
    build = await buildImage(scope.engine, request);
  }
  return { state: "ended", build };
}

/** How many images a Dockerfile may need that the engine does not have. */
const mostImages = 5;

const outage = md`The package registries cannot be reached from a build on this machine: a build that is known to work failed too. \`./shipshape doctor\` says more.`;

/** Tells an outage from a mistake, by building afresh what is known to work. */
async function reachesRegistries(
  scope: RunScope,
  { limits, signal }: BuildRequest,
  progress: Progress,
): Promise<boolean> {
  progress("The build could not reach a host: trying whether this machine can.");
  await provideBase(scope.engine, controlBase, progress, signal);
  const tag = scope.newTag();
  try {
    const { section } = await buildImage(scope.engine, {
      context: new Map([["Dockerfile", Buffer.from(controlDockerfile)]]),
      tag,
      dockerfile: parseDockerfile(controlDockerfile),
      limits,
      signal,
      fresh: true,
    });
    return section.outcome === "built";
  } finally {
    scope.removeImage(tag);
  }
}

const controlBase = "python:3.13-slim";
const controlDockerfile = `FROM ${controlBase}
RUN apt-get update && pip download --no-cache-dir --no-deps --dest /control flask==3.1.2
`;
