import { z } from "zod";

import { buildSection } from "./build.ts";

/** Files that do not belong into an image, planted in the context, each with a content of its own to be known by. */
export const canariesSection = z.object({
  /** Their paths in the context. */
  planted: z.array(z.string()),
  /** Those that the build asked for. */
  sent: z.array(z.string()),
  /** How the build beside them ended; without them, it had just succeeded. */
  build: buildSection,
  /** Where their content stands in the layers that were added to the base. */
  found: z.array(
    z.object({
      /** The canary's path in the context. */
      canary: z.string(),
      /** Its path in the image. */
      path: z.string(),
      bytes: z.number(),
      /** The instruction that made the layer, and its line. */
      instruction: z.string(),
      line: z.number().optional(),
      /** A later layer removes it, so that it is still downloaded and no longer seen. */
      deleted: z.boolean(),
    }),
  ),
});

export type CanariesSection = z.infer<typeof canariesSection>;
