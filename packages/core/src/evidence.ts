import { z } from "zod";

import { beforeSection } from "./evidence/before.ts";
import { buildSection } from "./evidence/build.ts";
import { canariesSection } from "./evidence/canaries.ts";
import { containerSection } from "./evidence/container.ts";
import { contentsSection } from "./evidence/contents.ts";
import { contextSection } from "./evidence/context.ts";
import { databaseSection } from "./evidence/database.ts";
import { dockerfileSection } from "./evidence/dockerfile.ts";
import { httpSection } from "./evidence/http.ts";
import { imageSection } from "./evidence/image.ts";
import { type Observation, observationOf } from "./evidence/observation.ts";
import { processesSection } from "./evidence/processes.ts";
import { rebuildSection } from "./evidence/rebuild.ts";
import { runtimeSection } from "./evidence/runtime.ts";
import { servedSection } from "./evidence/served.ts";
import { submissionSection } from "./evidence/submission.ts";

/** The sections of evidence: what was handed in, how it builds and runs, and what the experiments on it show. */
export const sectionSchemas = {
  submission: submissionSection,
  dockerfile: dockerfileSection,
  build: buildSection,
  image: imageSection,
  container: containerSection,
  processes: processesSection,
  http: httpSection,
  served: servedSection,
  runtime: runtimeSection,
  database: databaseSection,
  contents: contentsSection,
  before: beforeSection,
  context: contextSection,
  canaries: canariesSection,
  // Counterfactuals of one form, each by the name that a lab declares it under.
  codeEdit: rebuildSection,
  pinChange: rebuildSection,
  brokenTest: rebuildSection,
  lintViolation: rebuildSection,
};

export type SectionName = keyof typeof sectionSchemas;
export type Sections = { [Name in SectionName]: z.infer<(typeof sectionSchemas)[Name]> };

const observations = Object.fromEntries(
  Object.entries(sectionSchemas).map(([name, schema]) => [name, observationOf<z.ZodType>(schema)]),
) as unknown as { [Name in SectionName]: z.ZodType<Observation<Sections[Name]>> };

/** How the gathering itself ended, apart from any verdict. */
export const runState = z.enum([
  "completed",
  "submission-invalid",
  "build-failed",
  "build-timeout",
  "output-limit",
  "start-failed",
  "out-of-memory",
  "infrastructure",
]);

export type RunState = z.infer<typeof runState>;

/** Everything that was observed of one submission: a versioned JSON document that can be judged again. */
export const evidenceSchema = z.object({
  version: z.literal(1),
  lab: z.string(),
  submission: z.string(),
  state: runState,
  engine: z.object({
    version: z.string(),
    store: z.enum(["overlay2", "containerd", "other"]),
    architecture: z.string(),
    /** Stand-ins of ours that were used in place of images from a registry. */
    standIns: z.array(z.string()),
  }),
  /** A section that the lab does not ask for is absent. */
  sections: z.object(observations).partial(),
  /** How long each stage of the gathering took, in ms. */
  timings: z.record(z.string(), z.number()),
});

export type Evidence = z.infer<typeof evidenceSchema>;

/** A section as it was observed; undefined where it could not be, or was not gathered. */
export function seen<Name extends SectionName>(evidence: Evidence, name: Name): Sections[Name] | undefined {
  const observation = evidence.sections[name];
  return observation && "observed" in observation ? (observation.observed as Sections[Name]) : undefined;
}
