import { z } from "zod";

import { buildSection, buildStep } from "./build.ts";
import { observationOf } from "./observation.ts";
import { runtimeSection } from "./runtime.ts";

/**
 * A counterfactual: the submission built again over a changed app, beside its control, the same build of the
 * unchanged app, which had just succeeded under the same conditions.
 */
export const rebuildSection = z
  .object({
    /** The files that were changed, by their paths in the context. */
    changed: z.array(z.string()),
    /** A word that the change carries, and nothing else has. */
    nonce: z.string(),
    build: buildSection,
    /** The steps that were not taken from the cache, and what they wrote. */
    ran: z.array(
      buildStep.extend({
        /** The end of its output. */
        output: z.string(),
        /** Its output has the nonce. */
        showsNonce: z.boolean(),
      }),
    ),
    /** The Python that then served; only where the lab asks for it and the build succeeded. */
    runtime: observationOf(runtimeSection).optional(),
  })
  .meta({ id: "RebuildSection" });

export type RebuildSection = z.infer<typeof rebuildSection>;
