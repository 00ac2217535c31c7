import { misspelledStage, perhapsOutage } from "@shipshape/checks";
import { type BuildSection, type Markdown, md, type Progress } from "@shipshape/core";
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
  if (ranOutOfDisk(build)) {
    if (!(await hasRoom(scope, request, progress))) return { state: "prevented", reason: fullDisk };
    // A neighbour may have filled it, and gone.
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
  const awaited = awaitedImage(build.section);
  if (awaited !== undefined) return { state: "prevented", reason: late(awaited) };
  return { state: "ended", build };
}

/** The image that a build was waiting for when its time was up: whose registry is slow is not the learner's doing. */
function awaitedImage(section: BuildSection): string | undefined {
  if (section.outcome !== "timed-out") return undefined;
  const [, image] =
    /^\[internal\] load metadata for (\S+)|^\[[^\]]+\] FROM (\S+)/
      .exec(section.failedStep?.name ?? "")
      ?.filter((part) => part !== undefined) ?? [];
  return image;
}

/** How many images a Dockerfile may need that the engine does not have. */
const mostImages = 5;

const late = (image: string) =>
  md`${image} had not come from its registry when the time for the build was up.`;

const outage = md`The package registries cannot be reached from a build on this machine: a build that is known to work failed too. \`./shipshape doctor\` says more.`;

const fullDisk = md`The engine's disk is full: a build that needs 2 GB of it failed too. \`./shipshape doctor\` says more.`;

/** Whether a build failed for want of room, on whatever it wrote to. */
export const ranOutOfDisk = ({ section }: Build): boolean =>
  section.outcome === "failed" && /No space left on device/i.test(`${section.error}\n${section.log}`);

/** Tells an outage from a mistake, by building afresh what is known to work. */
function reachesRegistries(scope: RunScope, request: BuildRequest, progress: Progress): Promise<boolean> {
  progress("The build could not reach a host: trying whether this machine can.");
  return builds(
    scope,
    request,
    progress,
    "apt-get update && pip download --no-cache-dir --no-deps --dest /control flask==3.1.2",
  );
}

/** Tells a full disk from a build that fills it, by taking as much as the course's builds do. */
function hasRoom(scope: RunScope, request: BuildRequest, progress: Progress): Promise<boolean> {
  progress("The build found no space left: trying whether the engine's disk is full.");
  const room = "fallocate --length 2GB /control || dd if=/dev/zero of=/control bs=1M count=2000";
  return builds(scope, request, progress, `(${room}) && rm /control`);
}

/** Whether a command that is known to work does so in a build now. */
async function builds(
  scope: RunScope,
  { limits, signal }: BuildRequest,
  progress: Progress,
  command: string,
): Promise<boolean> {
  await provideBase(scope.engine, controlBase, progress, signal);
  const tag = scope.newTag();
  const text = `FROM ${controlBase}\nRUN ${command}\n`;
  try {
    const { section } = await buildImage(scope.engine, {
      context: new Map([["Dockerfile", Buffer.from(text)]]),
      tag,
      dockerfile: parseDockerfile(text),
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
