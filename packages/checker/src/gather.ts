import { setImmediate } from "node:timers/promises";

import {
  type BuildSection,
  type Evidence,
  type Lab,
  md,
  observed,
  type Progress,
  type RunState,
  unavailable,
  type Unavailable,
} from "@shipshape/core";

import { filterContext, layContext, packContext } from "./build-context.ts";
import { buildSubmission } from "./build-submission.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { inspectImage } from "./inspect-image.ts";
import { readSubmission } from "./read-submission.ts";
import type { RunScope } from "./run-scope.ts";
import { parsePins } from "./runtime.ts";
import { type Stage, Stopwatch } from "./stopwatch.ts";

export type GatherRequest = {
  readonly scope: RunScope;
  readonly lab: Lab;
  /** The learner's folder. */
  readonly folder: string;
  /** What the submission is called in evidence and report. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told each stage as it begins. */
  readonly onStage?: (stage: Stage) => void;
  /** Told the name of each step of the build as it begins, and each line that it writes. */
  readonly onBuildOutput?: (line: string) => void;
};

type Sections = Evidence["sections"];

/**
 * Gathers all evidence of one submission: reads it, builds it, runs it, and looks at it. What fails on our side
 * stands in the evidence as unavailable, and never counts against the submission.
 * @throws ShipshapeError where the folder cannot be read; the signal's reason when it is aborted
 */
export async function gather(request: GatherRequest): Promise<Evidence> {
  const { scope, lab, folder, name, signal } = request;
  const stopwatch = new Stopwatch(request.onStage ?? (() => undefined));
  const { section, files } = await stopwatch.time("read", () => readSubmission(folder, lab.submit));
  const sections: Sections = { submission: observed(section) };
  let state: RunState;
  try {
    state = await gatherSections({ ...request, files, stopwatch }, sections);
  } catch (error) {
    signal.throwIfAborted();
    state = "infrastructure";
    leaveOut(
      sections,
      unavailable(
        md`The engine failed: ${error instanceof Error ? error.message : String(error)}`,
        "infrastructure",
      ),
    );
  }
  const { version, store, architecture } = await scope.facts.catch(() => ({
    version: "",
    store: "other" as const,
    architecture: "",
  }));
  const image = sections.image && "observed" in sections.image ? sections.image.observed : undefined;
  return {
    version: 1,
    lab: lab.id,
    submission: name,
    state,
    engine: { version, store, architecture, standIns: image?.base.standIn ? [image.base.reference] : [] },
    sections,
    timings: stopwatch.timings,
  };
}

type Work = GatherRequest & {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly stopwatch: Stopwatch;
};

/** Fills in the sections as they come, so that what was seen before a failure of ours is kept. */
async function gatherSections(work: Work, sections: Sections): Promise<RunState> {
  const { scope, lab, files, stopwatch, signal } = work;
  const text = files.get("Dockerfile")?.toString();
  const dockerfile = parseDockerfile(text ?? "");
  sections.dockerfile =
    text === undefined
      ? unavailable(md`There is no Dockerfile to read.`, "submission")
      : observed(dockerfile);
  const invalid =
    sections.submission &&
    "observed" in sections.submission &&
    sections.submission.observed.problems.length > 0;
  if (invalid) {
    sections.build = observed({ outcome: "not-started" });
    leaveOut(sections, unavailable(md`The image was not built.`, "submission"));
    return "submission-invalid";
  }

  // Made while the engine builds; what fails here fails again where it is needed.
  scope.network().catch(() => undefined);
  const context = await layContext(lab.appFolder, files);
  const tag = scope.newTag();
  const archive = await packContext(filterContext(context));
  const building = stopwatch.time("build", () =>
    buildSubmission(
      scope,
      {
        archive,
        tag,
        dockerfile,
        limits: lab.limits,
        signal,
        onOutput: work.onBuildOutput ?? (() => undefined),
      },
      work.progress,
    ),
  );
  building.catch(() => undefined);
  // Importing Testcontainers takes longer than a cached build, so it is done while the engine builds.
  await setImmediate();
  const { connectTestcontainers } = await import("./learner-container.ts");
  connectTestcontainers(scope.engine).catch(() => undefined);
  const result = await building;
  if (result.state === "prevented") {
    leaveOut(sections, unavailable(result.reason, "infrastructure"));
    return "infrastructure";
  }
  const { section, imageId } = result.build;
  sections.build = observed(section);
  if (imageId === undefined) {
    leaveOut(sections, unavailable(md`The image did not build.`, "submission"));
    return failedState[section.outcome];
  }
  try {
    return await observeImage(work, sections, dockerfile, imageId, context.get("requirements.txt"));
  } finally {
    scope.removeImage(tag);
  }
}

const failedState: Record<BuildSection["outcome"], RunState> = {
  built: "completed",
  failed: "build-failed",
  "timed-out": "build-timeout",
  "too-much-output": "output-limit",
  "not-started": "submission-invalid",
};

async function observeImage(
  { scope, lab, stopwatch, signal }: Work,
  sections: Sections,
  dockerfile: ReturnType<typeof parseDockerfile>,
  imageId: string,
  requirements: Buffer | undefined,
): Promise<RunState> {
  const [inspected, { store, remapsUsers }] = await Promise.all([
    scope.engine.docker.getImage(imageId).inspect(),
    scope.facts,
  ]);
  const { ExposedPorts, Env, Cmd, Entrypoint } = inspected.Config;
  const { observeContainer } = await import("./observe-container.ts");
  const [image, seen] = await Promise.allSettled([
    inspectImage(scope, inspected, dockerfile, store, signal),
    stopwatch.time("run", () =>
      observeContainer({
        scope,
        image: {
          id: imageId,
          exposedPorts: Object.keys(ExposedPorts ?? {}),
          pythonPath:
            Env?.find((entry: string) => entry.startsWith("PYTHONPATH="))?.replace("PYTHONPATH=", "") ?? "",
          lacksCommand: [Cmd ?? [], Entrypoint ?? []].flat().length === 0,
        },
        limits: lab.limits,
        pinned: parsePins(requirements?.toString() ?? ""),
        remapsUsers,
        signal,
      }),
    ),
  ]);
  // Each is kept for itself, whatever became of the other.
  if (image.status === "fulfilled") sections.image = observed(image.value);
  if (seen.status === "fulfilled") Object.assign(sections, seen.value.sections);
  if (image.status === "rejected") throw image.reason;
  if (seen.status === "rejected") throw seen.reason;
  return seen.value.state;
}

/** Everything that was not reached has one reason. */
function leaveOut(sections: Sections, reason: Unavailable): void {
  sections.build ??= reason;
  sections.image ??= reason;
  sections.container ??= reason;
  sections.processes ??= reason;
  sections.http ??= reason;
  sections.served ??= reason;
  sections.runtime ??= reason;
}
