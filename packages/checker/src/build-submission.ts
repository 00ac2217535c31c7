import { misspelledStage, outageWords } from "@shipshape/checks";
import { type Markdown, md, type Progress } from "@shipshape/core";
import { provideBase } from "@shipshape/engine";

import { packContext } from "./build-context.ts";
import { type Build, type BuildRequest, buildImage } from "./build-image.ts";
import { externalImages, parseDockerfile } from "./dockerfile.ts";
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
  const build = await buildImage(scope.engine, request);
  if (build.section.outcome !== "failed") return { state: "ended", build };
  if (outageWords.test(build.section.log)) return buildAgainOnline(scope, request, progress);
  // An engine takes the mistyped name of a stage for an image, and looks for it in a registry.
  if (build.missingImage === undefined || misspelledStage(request.dockerfile, build.missingImage))
    return { state: "ended", build };
  for (const reference of externalImages(request.dockerfile)) {
    const base = await provideBase(scope.engine, reference, progress);
    if (base.state === "absent" && base.why === "unreachable")
      return { state: "prevented", reason: md`${base.message}` };
  }
  return { state: "ended", build: await buildImage(scope.engine, request) };
}

/**
 * Tells an outage from a mistake: steps that are known to work are built afresh. Where they fail too, it is the
 * network; where they work, the submission gets a second try, since an outage may have passed.
 */
async function buildAgainOnline(
  scope: RunScope,
  request: BuildRequest,
  progress: Progress,
): Promise<SubmissionBuild> {
  progress("The build could not reach a host: trying whether this machine can.");
  await provideBase(scope.engine, controlBase, progress);
  const tag = scope.newTag();
  const control = await buildImage(scope.engine, {
    archive: await packContext(new Map([["Dockerfile", Buffer.from(controlDockerfile)]])),
    tag,
    dockerfile: parseDockerfile(controlDockerfile),
    limits: request.limits,
    signal: request.signal,
    fresh: true,
  });
  scope.removeImage(tag);
  if (control.section.outcome !== "built")
    return {
      state: "prevented",
      reason: md`The package registries cannot be reached from a build on this machine: a build that is known to work failed too. \`./shipshape doctor\` says more.`,
    };
  return { state: "ended", build: await buildImage(scope.engine, request) };
}

const controlBase = "python:3.13-slim";
const controlDockerfile = `FROM ${controlBase}
RUN apt-get update && pip download --no-cache-dir --no-deps --dest /control flask==3.1.2
`;
