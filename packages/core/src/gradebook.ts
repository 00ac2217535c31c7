import { z } from "zod";

import { runState } from "./evidence.ts";

const learner = z.object({
  /** What tells learners apart: the first column of the roster, or the name that the export gave. */
  id: z.string(),
  name: z.string(),
  /** The learner's row of the roster, by its headers. */
  columns: z.record(z.string(), z.string()),
});

const attempt = z.object({
  /** What it is called in the class's folder. */
  entry: z.string(),
  /** When it was handed in, in ISO 8601 and UTC, where the export tells. */
  at: z.string().optional(),
  /** After the deadline, by its time or by the export's own mark. */
  late: z.boolean(),
  /** SHA-256 of what was taken from it, in hexadecimal; absent where nothing could be. */
  submission: z.string().optional(),
  /** Markdown: why nothing could be taken, or what was left out. */
  note: z.string().optional(),
});

const row = z
  .object({
    learner,
    /** All that the learner handed in, oldest first. */
    attempts: z.array(attempt),
    /** The index of the attempt that counts. */
    counts: z.number().optional(),
    /**
     * `graded`; `refused`: what was handed in cannot be read, which earns nothing; `missing`: on the roster, and
     * nothing was handed in; `undecided`: only a person can tell which attempt counts; `error`: our side failed.
     */
    state: z.enum(["graded", "refused", "missing", "undecided", "error"]),
    /** Markdown: why it is not graded. */
    reason: z.string().optional(),
    /** What counts in the end. Null where there is none: missing, undecided, or withheld because of an error. */
    score: z.number().nullable(),
    /** What the checks gave, where a person decided otherwise. */
    overridden: z.object({ earned: z.number().nullable(), comment: z.string() }).optional(),
    /** How the gathering of its evidence ended. */
    run: runState.optional(),
    /** The verdicts, in the order of the gradebook's checks. */
    verdicts: z.array(z.enum(["pass", "fail", "skip", "error"])),
    imageBytes: z.number().optional(),
    addedBytes: z.number().optional(),
    /** Other learners who handed in the very same bytes, the first 20: what counts has the same digest for all of them. */
    sameAs: z.array(z.string()),
  })
  .meta({ id: "GradebookRow" });

/**
 * What a class earned: a versioned document without a measured time in it, so that grading the same class again
 * writes the same bytes.
 */
export const gradebookSchema = z.object({
  version: z.literal(1),
  lab: z.string(),
  labTitle: z.string(),
  maxScore: z.number(),
  deadline: z.string().optional(),
  checks: z.array(z.object({ id: z.string(), title: z.string(), maxScore: z.number() })),
  /** Sorted by learner. */
  rows: z.array(row),
  /** What lay in the class's folder and belongs to no learner. */
  ignored: z.array(z.object({ entry: z.string(), reason: z.string() })),
});

export type Gradebook = z.infer<typeof gradebookSchema>;
export type GradebookRow = z.infer<typeof row>;
export type Learner = z.infer<typeof learner>;
export type Attempt = z.infer<typeof attempt>;
