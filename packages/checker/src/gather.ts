import { posix, relative, resolve } from "node:path";
import { setImmediate } from "node:timers/promises";

import { checksById } from "@shipshape/checks";
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
  type Unavailable,
} from "@shipshape/core";
import type { ImageInspectInfo } from "dockerode";

import { type Context, layContext } from "./build-context.ts";
import { buildSubmission } from "./build-submission.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { conductExperiments, type Subject } from "./experiments.ts";
import { inspectImage } from "./inspect-image.ts";
import { orAborted } from "./or-aborted.ts";
import { readSubmission } from "./read-submission.ts";
import type { DatabaseLease, RunScope } from "./run-scope.ts";
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
  const wanted = wantedSections(lab);
  const standIns = new Set<string>();
  let state: RunState;
  try {
    state = await gatherSections({ ...request, files, stopwatch, wanted, standIns }, sections);
  } catch (error) {
    signal.throwIfAborted();
    state = "infrastructure";
    leaveOut(
      sections,
      wanted,
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
  for (const section of [sections.image, sections.before])
    if (section && "observed" in section && section.observed.base.standIn)
      standIns.add(section.observed.base.reference);
  return {
    version: 1,
    lab: lab.id,
    submission: name,
    state,
    engine: { version, store, architecture, standIns: [...standIns] },
    sections,
    timings: stopwatch.timings,
  };
}

type Work = GatherRequest & {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly stopwatch: Stopwatch;
  readonly wanted: ReadonlySet<SectionName>;
  /** Gets the images in whose place a stand-in of ours was used. */
  readonly standIns: Set<string>;
};

/** What every check's evidence has, and what the lab's own checks look at beside it. */
function wantedSections({ checks }: Lab): ReadonlySet<SectionName> {
  const named = checks.flatMap(({ id }) => {
    const check = checksById.get(id);
    return check ? [...check.needs, ...check.wants] : [];
  });
  return new Set<SectionName>([...always, ...named]);
}

const always: readonly SectionName[] = [
  "build",
  "image",
  "container",
  "processes",
  "http",
  "served",
  "runtime",
];

/** Fills in the sections as they come, so that what was seen before a failure of ours is kept. */
async function gatherSections(work: Work, sections: Sections): Promise<RunState> {
  const { scope, lab, files, stopwatch, signal, wanted } = work;
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
    return "submission-invalid";
  }

  // Made while the engine builds; what fails here fails again where it is needed.
  scope.network().catch(() => undefined);
  // The lab's own variants may expect the app in another folder than a learner's.
  const appIn = lab.layouts[relative(lab.folder, resolve(work.folder))] ?? lab.appIn;
  const context = await layContext(lab.appFolder, files, appIn);
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
    return "infrastructure";
  }
  const { section, imageId } = result.build;
  sections.build = observed(section);
  if (imageId === undefined) {
    leaveOut(sections, wanted, unavailable(md`The image did not build.`, "submission"));
    return failedState[section.outcome];
  }
  try {
    return await observeImage(work, sections, { appIn, context, dockerfile }, imageId, database);
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
  work: Work,
  sections: Sections,
  built: Pick<Subject, "appIn" | "context" | "dockerfile">,
  imageId: string,
  database: DatabaseLease | undefined,
): Promise<RunState> {
  const { scope, stopwatch, signal } = work;
  const [inspected, { store }] = await Promise.all([
    scope.engine.docker.getImage(imageId).inspect(),
    scope.facts,
  ]);
  const { lab, progress, wanted } = work;
  const { database: service } = lab.services;
  const running = stopwatch.time("run", () =>
    runImage(work, inspected, requirementsIn(built.context, built.appIn), database),
  );
  const runtime = running.then(({ sections }) => sections.runtime ?? notLookedInto);
  // Whoever waits for it hears of a failure.
  runtime.catch(() => undefined);
  const subject: Subject = {
    ...built,
    scope,
    lab,
    signal,
    progress,
    image: inspected,
    runtime,
    run: async (id, context) => {
      const other = await scope.engine.docker.getImage(id).inspect();
      await using again = service && scope.database(service, progress);
      const { sections: seen } = await runImage(work, other, requirementsIn(context, built.appIn), again);
      return seen.runtime ?? notLookedInto;
    },
  };
  const [image, seen, experiments] = await Promise.allSettled([
    inspectImage(scope, inspected, built.dockerfile, store, signal),
    running,
    conductExperiments(subject, wanted, sections, stopwatch),
  ]);
  // Each is kept for itself, whatever became of the other.
  if (image.status === "fulfilled") sections.image = observed(image.value);
  if (seen.status === "fulfilled") Object.assign(sections, seen.value.sections);
  if (image.status === "rejected") throw image.reason;
  if (seen.status === "rejected") throw seen.reason;
  if (experiments.status === "rejected") throw experiments.reason;
  return seen.value.state;
}

const notLookedInto = unavailable(md`The app was not looked into.`, "infrastructure");

const requirementsIn = (context: Context, appIn: string) =>
  context.get(posix.join(appIn, "requirements.txt"))?.toString() ?? "";

async function runImage(
  { scope, lab, signal, standIns }: Work,
  image: ImageInspectInfo,
  requirements: string,
  lease: DatabaseLease | undefined,
) {
  const database = lease && (await orAborted(lease.ready, signal));
  if (database?.standIn !== undefined) standIns.add(database.standIn);
  const { ExposedPorts, Env, Cmd, Entrypoint } = image.Config;
  const { observeContainer } = await import("./observe-container.ts");
  return observeContainer({
    scope,
    image: {
      id: image.Id,
      exposedPorts: Object.keys(ExposedPorts ?? {}),
      pythonPath:
        Env?.find((entry: string) => entry.startsWith("PYTHONPATH="))?.replace("PYTHONPATH=", "") ?? "",
      lacksCommand: [Cmd ?? [], Entrypoint ?? []].flat().length === 0,
    },
    limits: lab.limits,
    pinned: parsePins(requirements),
    remapsUsers: (await scope.facts).remapsUsers,
    signal,
    ...(database && { database }),
  });
}

/** Everything that was not reached has one reason. */
function leaveOut(sections: Sections, wanted: ReadonlySet<SectionName>, reason: Unavailable): void {
  for (const name of wanted) if (!sections[name]) Object.assign(sections, { [name]: reason });
}
