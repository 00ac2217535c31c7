import { z } from "zod";

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
  /** What keeps the submission from being built. */
  problems: z.array(z.object({ path: z.string(), problem: fileProblem, limitBytes: z.number().optional() })),
});

export type SubmissionSection = z.infer<typeof submissionSection>;
export type FileProblem = z.infer<typeof fileProblem>;
