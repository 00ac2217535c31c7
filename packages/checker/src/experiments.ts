import {
  type DockerfileSection,
  type Evidence,
  type Lab,
  md,
  type Observation,
  observed,
  type Progress,
  type RebuildSection,
  rebuilds,
  type RuntimeSection,
  type SectionName,
  unavailable,
} from "@shipshape/core";
import type { ImageInspectInfo } from "dockerode";

import type { Context } from "./build-context.ts";
import { experimentKey, type ExperimentMemory, type Reach } from "./experiment-memory.ts";
import type { RunScope } from "./run-scope.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** A submission that built, for experiments on it. */
export type Subject = {
  readonly scope: RunScope;
  readonly lab: Lab;
  /** The folder of the context that holds the app; `.` is the context itself. */
  readonly appIn: string;
  /** What was built, before an ignore file took anything out. */
  readonly context: Context;
  /** What the build asked for of it, beside the Dockerfile and the ignore file that it reads by itself. */
  readonly asked: Context;
  readonly dockerfile: DockerfileSection;
  readonly image: ImageInspectInfo;
  /** What the Python that serves the submission's own image told. */
  readonly runtime: Promise<Observation<RuntimeSection>>;
  /** Runs another image as the submission's own is run, and asks the Python that serves. */
  readonly run: (imageId: string, context: Context) => Promise<Observation<RuntimeSection>>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** What was found when the same folder was checked before. */
  readonly memory?: ExperimentMemory | undefined;
};

type Sections = Evidence["sections"];

type Experiment = {
  /** The sections of evidence that it fills. */
  readonly sections: readonly SectionName[];
  /** What it looks at, where its finding may be kept for the next check of the same folder. */
  readonly reach?: (lab: Lab) => Reach;
  /** Conducts it; what it throws is our failure. */
  readonly conduct: (subject: Subject) => Promise<Sections>;
};

/** Each is loaded when a lab asks for what it shows. */
const experiments: readonly Experiment[] = [
  {
    sections: ["context", "canaries"],
    conduct: async (subject) => (await import("./observe-context.ts")).observeContext(subject),
  },
  {
    sections: ["contents"],
    reach: () => "image",
    conduct: async (subject) => {
      const { observeContents } = await import("./contents/observe-contents.ts");
      return { contents: observed(await observeContents(subject)) };
    },
  },
  {
    sections: ["before"],
    conduct: async (subject) => {
      const { measureBefore } = await import("./measure-before.ts");
      return { before: observed(await measureBefore(subject)) };
    },
  },
  ...rebuilds.map((name): Experiment => ({
    sections: [name],
    reach: ({ counterfactuals }) => (counterfactuals[name]?.run ? "container" : "build"),
    conduct: async (subject) => ({ [name]: await conductRebuild(subject, name) }),
  })),
];

async function conductRebuild(
  subject: Subject,
  name: (typeof rebuilds)[number],
): Promise<Observation<RebuildSection>> {
  const plan = subject.lab.counterfactuals[name];
  if (!plan) throw new Error(`${subject.lab.id}/lab.yaml declares no counterfactual ${name}.`);
  const { observeRebuild } = await import("./rebuild.ts");
  return observeRebuild(subject, plan);
}

/**
 * Conducts the experiments that fill any of the sections that are wanted, side by side where the engine has room.
 * One that fails takes nothing from the others.
 */
export async function conductExperiments(
  subject: Subject,
  wanted: ReadonlySet<SectionName>,
  sections: Sections,
  stopwatch: Stopwatch,
): Promise<void> {
  await Promise.all(
    experiments
      .filter((experiment) => experiment.sections.some((name) => wanted.has(name)))
      .map(async (experiment) => {
        const { sections: names } = experiment;
        try {
          const work = () => stopwatch.measure(names.join("+"), () => recall(experiment, subject));
          Object.assign(sections, await subject.scope.whenThereIsRoom(work));
        } catch (error) {
          subject.signal.throwIfAborted();
          const reason = unavailable(
            md`This could not be tried: ${error instanceof Error ? error.message : String(error)}`,
            "infrastructure",
          );
          Object.assign(sections, Object.fromEntries(names.map((name) => [name, reason])));
        }
      }),
  );
}

/** Conducts an experiment unless it was conducted before, and nothing has changed since that it looks at. */
async function recall({ sections, reach, conduct }: Experiment, subject: Subject): Promise<Sections> {
  const { memory, lab } = subject;
  const work = () => conduct(subject);
  if (!memory || !reach) return work();
  const key = await experimentKey(subject, reach(lab));
  return memory.recall(sections.join("+"), key, work);
}
