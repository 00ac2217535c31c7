import { z } from "zod";

import { ignoreRule } from "./ignore-rule.ts";

const counted = z.object({ files: z.number(), bytes: z.number() });

/** What the engine asks for of a context in which large folders stand beside the app. */
export const contextSection = z.object({
  /** All that stood in the folder. */
  offered: counted,
  /** What the build asked for: BuildKit takes what the ignore file lets through and an instruction copies. */
  sent: counted.extend({
    /** The largest of it, by folder or file at the top of the context. */
    largest: z.array(z.object({ path: z.string(), bytes: z.number() })),
  }),
  /** The ignore file in force: `Dockerfile.dockerignore` comes before `.dockerignore`. */
  ignoreFile: z.string().optional(),
  /** The first of its rules; absent where there is no ignore file. */
  rules: z
    .array(
      ignoreRule.extend({
        /** Of the files that were put beside the app, those for which it is the last rule that matches. */
        decides: z.array(z.string()),
      }),
    )
    .optional(),
});

export type ContextSection = z.infer<typeof contextSection>;
