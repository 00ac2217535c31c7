import { z } from "zod";

export const buildStep = z
  .object({
    /** As BuildKit names it: `[builder 3/5] RUN pip install …`. */
    name: z.string(),
    /** The line in the learner's Dockerfile. */
    line: z.number().optional(),
    cached: z.boolean(),
    ms: z.number(),
  })
  .meta({ id: "BuildStep" });

const failure = {
  steps: z.array(buildStep),
  /** BuildKit's own words. */
  error: z.string(),
  /** The step that failed, where one did. */
  failedStep: buildStep.optional(),
  /** The end of that step's output. */
  log: z.string(),
};

/** How the build of the image ended. */
export const buildSection = z
  .discriminatedUnion("outcome", [
    z.object({ outcome: z.literal("built"), steps: z.array(buildStep), ms: z.number() }),
    z.object({ outcome: z.literal("failed"), ...failure, ms: z.number() }),
    z.object({ outcome: z.literal("timed-out"), ...failure, limitSeconds: z.number() }),
    z.object({ outcome: z.literal("too-much-output"), ...failure, limitBytes: z.number() }),
    /** What was handed in cannot be built; the section `submission` says why. */
    z.object({ outcome: z.literal("not-started") }),
  ])
  .meta({ id: "BuildSection" });

export type BuildSection = z.infer<typeof buildSection>;
export type BuildStep = z.infer<typeof buildStep>;
