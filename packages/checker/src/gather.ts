import { relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

import {
  type BuildSection,
  type Evidence,
  type Lab,
  md,
  observed,
  type Progress,
  type RunState,
  type SectionName,
  unavailable,
} from "@shipshape/core";
import { type Context, layContext } from "./build-context.ts";
import { didWork } from "./build-log.ts";
import { buildSubmission } from "./build-submission.ts";
import { parseDockerfile } from "./dockerfile.ts";
import type { ExperimentMemory } from "./experiment-memory.ts";
import { type Ending, observeImage } from "./observe-image.ts";
import { handedInFolder, readSubmission, type Submission } from "./read-submission.ts";
import type { RunScope } from "./run-scope.ts";
import { type Stage, Stopwatch } from "./stopwatch.ts";
import { leaveOut, wantedSections } from "./wanted-sections.ts";

export type GatherRequest = {
  readonly scope: RunScope;
  readonly lab: Lab;
  /** The learner's folder, or what was read from where it was handed in. */
  readonly from: string | Submission;
  /** What the submission is called in evidence and report. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told each stage as it begins. */
  readonly onStage?: (stage: Stage) => void;
  /** Told the name of each step of the build as it begins, and each line that it writes. */
  readonly onBuildOutput?: (line: string) => void;
  /** Told what there is when the build has ended, and when the run has: some checks can be judged by then. */
  readonly onEvidence?: (evidence: Evidence) => void;
  /** What experiments found when the same folder was checked before. */
  readonly memory?: ExperimentMemory;
};

type Sections = Evidence["sections"];

/**
 * Gathers all evidence of one submission: reads it, builds it, runs it, and looks at it. What fails on our side
 * stands in the evidence as unavailable, and never counts against the submission.
 * @throws ShipshapeError where the folder cannot be read; the signal's reason when it is aborted
 */
export async function gather(request: GatherRequest): Promise<Evidence> {
  const { scope, lab, from, name, signal } = request;
  const stopwatch = new Stopwatch(request.onStage ?? (() => undefined));
  // The lab's own variants may expect the app in another folder than a learner's.
  const appIn = (typeof from === "string" && lab.layouts[relative(lab.folder, resolve(from))]) || lab.appIn;
  const { section, files, app } = await stopwatch.time("read", async () => {
    const app = await layContext(lab.appFolder, new Map(), appIn);
    if (typeof from !== "string") return { app, ...from };
    return { app, ...(await readSubmission(await handedInFolder(from), lab.submit, app)) };
  });
  const sections: Sections = { submission: observed(section) };
  const wanted = wantedSections(lab);
  const evidenceAfter = async (ending: Ending): Promise<Evidence> => {
    const { version, store, architecture } = await scope.facts.catch(() => unknownEngine);
    return {
      version: 1,
      lab: lab.id,
      submission: name,
      state: ending.state,
      engine: { version, store, architecture, standIns: standInsOf(sections, ending) },
      sections: { ...sections },
      timings: { ...stopwatch.timings },
    };
  };
  const tell = async () => {
    const evidence = await evidenceAfter({ state: "completed" });
    if (!signal.aborted) request.onEvidence?.(evidence);
  };
  let ending: Ending;
  try {
    ending = await gatherSections({ ...request, files, app, appIn, stopwatch, wanted, tell }, sections);
  } catch (error) {
    signal.throwIfAborted();
    ending = { state: "infrastructure" };
    leaveOut(
      sections,
      wanted,
      unavailable(
        md`The engine failed: ${error instanceof Error ? error.message : String(error)}`,
        "infrastructure",
      ),
    );
  }
  return evidenceAfter(ending);
}

const unknownEngine = { version: "", store: "other", architecture: "" } as const;

/** The images in whose place a stand-in of ours was used. */
function standInsOf({ image, before }: Sections, { standIn }: Ending): string[] {
  const bases = [image, before].flatMap((section) =>
    section && "observed" in section ? [section.observed.base] : [],
  );
  const references = bases.filter((base) => base.standIn).map(({ reference }) => reference);
  return [...new Set([...(standIn === undefined ? [] : [standIn]), ...references])];
}

type Work = GatherRequest & {
  readonly files: ReadonlyMap<string, Buffer>;
  /** The app, by where its files stand in the build context. */
  readonly app: Context;
  /** The folder of the context that holds it; `.` is the context itself. */
  readonly appIn: string;
  readonly stopwatch: Stopwatch;
  readonly wanted: ReadonlySet<SectionName>;
  /** Tells what there is so far. */
  readonly tell: () => Promise<void>;
};

/** Fills in the sections as they come, so that what was seen before a failure of ours is kept. */
async function gatherSections(work: Work, sections: Sections): Promise<Ending> {
  const { scope, lab, files, app, stopwatch, signal, wanted } = work;
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
    leaveOut(sections, wanted, unavailable(md`The image was not built.`, "submission"));
    return { state: "submission-invalid" };
  }

  // Made while the engine builds; what fails here fails again where it is needed.
  scope.network().catch(() => undefined);
  const context = new Map([...app, ...files]);
  const tag = scope.newTag();
  const building = stopwatch.time("build", () =>
    buildSubmission(
      scope,
      {
        context,
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
  const { database: service } = lab.services;
  // Its server starts while the engine builds.
  await using database = service && scope.database(service, work.progress);
  const result = await building;
  if (result.state === "prevented") {
    leaveOut(sections, wanted, unavailable(result.reason, "infrastructure"));
    return { state: "infrastructure" };
  }
  const { section, imageId, asked, ran } = result.build;
  sections.build = observed(section);
  if (imageId === undefined) {
    leaveOut(sections, wanted, unavailable(md`The image did not build.`, "submission"));
    return { state: failedState[section.outcome] };
  }
  // A step that ran again has a reason that what is remembered may not know: its base was replaced, say.
  if (didWork(ran)) work.memory?.forget();
  await work.tell();
  try {
    return await observeImage({ ...work, context, asked, dockerfile, imageId, database }, sections);
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
