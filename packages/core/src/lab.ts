import { z } from "zod";

import { parseSize } from "./size.ts";

/** Bytes, written as `40 MB`. */
export const sizeSchema = z
  .string()
  .regex(/^\d+(\.\d+)? ?(B|kB|MB|GB)$/, "a size such as `40 MB`")
  .transform((text) => parseSize(text) as number);

const checkEntry = z
  .strictObject({
    id: z.string().meta({ description: "A check; `shipshape explain ID` says what it looks at." }),
    points: z.number().min(0).default(1),
    options: z.record(z.string(), z.unknown()).default({}),
  })
  .meta({ description: "What is checked, and what it is worth." });

const variants = z.record(
  z.string().regex(/^[a-z0-9-]+$/, "a folder's name in kebab-case"),
  z.array(z.string()),
);

/** `lab.yaml`: what a lab takes, what it checks, and which wrong answers it ships. */
export const manifestSchema = z.strictObject({
  title: z.string(),
  summary: z.string().meta({ description: "One sentence: what the learner will be able to do." }),
  minutes: z.number().int().positive().meta({ description: "How long it takes a learner, in minutes." }),
  objectives: z.array(z.string()).min(1),
  after: z.array(z.string()).default([]).meta({ description: "Labs that should come before." }),
  submit: z
    .array(z.string().regex(/^[^/\\]+$/, "the name of a file, without folders"))
    .min(1)
    .meta({ description: "The only files taken from a learner; the first one has to be there." }),
  app: z
    .string()
    .default("../../flask-app")
    .meta({ description: "The folder of the app that the submission is laid over." }),
  limits: z
    .strictObject({
      buildSeconds: z.number().positive().default(300),
      buildLog: sizeSchema.default(parseSize("1 MB") as number),
      answerSeconds: z.number().positive().default(15),
      memory: sizeSchema.default(parseSize("512 MB") as number),
      processes: z.number().int().positive().default(256),
    })
    .prefault({}),
  checks: z.array(checkEntry).min(1),
  accepted: z
    .array(z.string().regex(/^[a-z0-9-]+$/, "a folder's name in kebab-case"))
    .default([])
    .meta({ description: "Folders below accepted/: other right answers." }),
  broken: variants.meta({
    description:
      "Folders below broken/, each with exactly the checks that fail on it; what is skipped because of them is not listed.",
  }),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** A lab, read and validated. */
export type Lab = Manifest & {
  /** `05-venv-non-root`, the name of its folder. */
  readonly id: string;
  /** The folder, as an absolute path. */
  readonly folder: string;
  /** The folder of its app, as an absolute path. */
  readonly appFolder: string;
};
