import { z } from "zod";

import { runState } from "./evidence.ts";
import { imageLayer } from "./evidence/image.ts";

const verdict = z
  .object({
    id: z.string(),
    /** `skip`: what it needs could not be gathered, because of the submission. `error`: because of us. */
    status: z.enum(["pass", "fail", "skip", "error"]),
    score: z.number(),
    maxScore: z.number(),
    title: z.string(),
    /** Markdown: what was seen, or why nothing was; empty for a pass. */
    message: z.string(),
    /** The place to look at. */
    where: z
      .object({
        file: z.string(),
        line: z.number(),
        /** The last line of the instruction, and the instruction as it was understood, on one line. */
        endLine: z.number().optional(),
        text: z.string().optional(),
        /** Lines around the place as the learner wrote them, from `first` on. */
        excerpt: z.object({ first: z.number(), lines: z.array(z.string()) }).optional(),
      })
      .optional(),
    /** Markdown: why it matters, and what to try; with a failure only. */
    why: z.string().optional(),
    fix: z.string().optional(),
    docs: z.string().optional(),
  })
  .meta({ id: "Verdict" });

/** What an image is made of. */
const image = z.object({
  /** Uncompressed bytes of the files in its layers: the base's, and those added to it. */
  bytes: z.number(),
  addedBytes: z.number(),
  base: z.object({ reference: z.string(), bytes: z.number() }),
  layers: z.array(imageLayer),
});

/** All verdicts of one submission. A versioned document: fields may be added, and these keep their names. */
export const reportSchema = z.object({
  version: z.literal(1),
  /** What its words are written in, as in BCP 47; English where it is absent. */
  language: z.string().optional(),
  lab: z.string(),
  labTitle: z.string(),
  submission: z.string(),
  state: runState,
  /** Null where an error of ours withholds it. */
  score: z.number().nullable(),
  maxScore: z.number(),
  checks: z.array(verdict),
  /** What the image is made of, where it was built. */
  image: image.optional(),
  /** The lab's single-stage image that it is compared with, where the lab has one. */
  before: image.extend({ dockerfile: z.string() }).optional(),
  /** Markdown: what the reader should know beside the verdicts. */
  notes: z.array(z.string()),
  /** SHA-256 of the evidence in its normal form, in hexadecimal. */
  evidenceDigest: z.string(),
  /** How long each stage of the gathering took, in ms. */
  timings: z.record(z.string(), z.number()),
});

export type Report = z.infer<typeof reportSchema>;
export type Verdict = z.infer<typeof verdict>;

/** The exit status that a report stands for: 0 all passed, 1 the submission fell short, 2 our side failed. */
export function exitStatus(report: Report): 0 | 1 | 2 {
  if (report.score === null) return 2;
  return report.checks.every(({ status }) => status === "pass") ? 0 : 1;
}
