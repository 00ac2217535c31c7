import { misspelledStage } from "@shipshape/checks";
import type { Progress } from "@shipshape/core";
import { provideBase } from "@shipshape/engine";

import { type Build, type BuildRequest, buildImage } from "./build-image.ts";
import { externalImages } from "./dockerfile.ts";
import type { RunScope } from "./run-scope.ts";

export type SubmissionBuild =
  | { readonly state: "ended"; readonly build: Build }
  /** An image that the Dockerfile names cannot be had here. */
  | { readonly state: "no-base"; readonly message: string };

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
  // An engine takes the mistyped name of a stage for an image, and looks for it in a registry.
  if (build.missingImage === undefined || misspelledStage(request.dockerfile, build.missingImage))
    return { state: "ended", build };
  for (const reference of externalImages(request.dockerfile)) {
    const base = await provideBase(scope.engine, reference, progress);
    if (base.state === "absent" && base.why === "unreachable")
      return { state: "no-base", message: base.message };
  }
  return { state: "ended", build: await buildImage(scope.engine, request) };
}
