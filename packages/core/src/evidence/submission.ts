import { z } from "zod";

import { ignoreRule } from "./ignore-rule.ts";

/** What is wrong with a file as it was handed in, before anything is built from it. */
export const fileProblem = z.enum([
  "missing",
  "empty",
  "not-a-file",
  "link",
  "too-large",
  "not-text",
  "not-utf8",
  "unreadable",
  "bad-pattern",
]);

/** The files that were handed in. */
export const submissionSection = z.object({
  /** Files that the lab takes. */
  files: z.array(z.object({ path: z.string(), bytes: z.number(), sha256: z.string() })),
  /** The first of the other files found beside them, which were left alone. */
  ignored: z.array(z.string()),
  /** How many there are in all. */
  ignoredCount: z.number().optional(),
  /** The first of the files beside them that are the app's own, and were changed. */
  edited: z.array(z.string()).optional(),
  /** What the ignore file in force leaves out of the app itself; absent where there is no ignore file. */
  leftOut: z
    .object({
      ignoreFile: z.string(),
      files: z.array(
        z.object({
          path: z.string(),
          /** The last rule that matches it: the one that decides. */
          by: ignoreRule,
          /** An earlier rule that would have brought it back. */
          overruled: ignoreRule.optional(),
        }),
      ),
    })
    .optional(),
  /** What keeps the submission from being built. */
  problems: z.array(z.object({ path: z.string(), problem: fileProblem, limitBytes: z.number().optional() })),
});

export type SubmissionSection = z.infer<typeof submissionSection>;
export type FileProblem = z.infer<typeof fileProblem>;
