import { z } from "zod";

import { parseSize } from "./size.ts";

/** Bytes, written as `40 MB`. */
export const sizeSchema = z
  .string("a size such as `40 MB`")
  .regex(/^\d+(\.\d+)? ?(B|kB|MB|GB)$/, "a size such as `40 MB`")
  .transform((text) => parseSize(text) as number);

const checkEntry = z
  .strictObject({
    id: z.string().meta({ description: "A check; `shipshape explain ID` says what it looks at." }),
    points: z.number().min(0).default(1),
    options: z.record(z.string(), z.unknown()).default({}),
  })
  .meta({ description: "What is checked, and what it is worth." });

/** A file's path inside a folder, with `/` between folders. */
const pathInside = z
  .string()
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+$/, "a path inside the folder, without `..`");

const rebuild = z
  .strictObject({
    edits: z
      .array(
        z.strictObject({
          file: pathInside.meta({ description: "A file of the app." }),
          find: z.string().min(1).meta({ description: "Text that the file has exactly once." }),
          replace: z.string().meta({
            description: "What stands there instead; `{nonce}` becomes a word that nothing else has.",
          }),
        }),
      )
      .min(1),
    network: z.boolean().default(true).meta({
      description: "Whether the build may reach the network; if not, its control may not either.",
    }),
    run: z.boolean().default(false).meta({ description: "Whether the image is then run and asked." }),
  })
  .meta({ id: "Rebuild", description: "A change of the app, over which the submission is built again." });

/** The counterfactuals that are a change of the app; each is a section of evidence of its own. */
export const rebuilds = ["codeEdit", "pinChange", "brokenTest", "lintViolation"] as const;

const canaries = z
  .strictObject({
    folders: z.array(pathInside).min(1).meta({
      description: "Folders of the context that each get all of the files; `.` is the context itself.",
    }),
    files: z.array(pathInside).min(1).meta({ description: "Files that do not belong into an image." }),
    ballast: z
      .array(z.strictObject({ path: pathInside, size: sizeSchema }))
      .default([])
      .meta({ description: "Large files that stand in the context beside them." }),
  })
  .meta({ description: "Files that are planted in the context, each with a content of its own." });

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
  appIn: pathInside.default(".").meta({
    description: "The folder of the build context that the app lies in; `.` is the context itself.",
  }),
  before: pathInside.optional().meta({
    description:
      "The Dockerfile of a single-stage build to compare sizes with. It gets the learner's Python version as the argument PYTHON.",
  }),
  services: z
    .strictObject({
      database: z
        .strictObject({
          image: z.string().meta({ description: "A MariaDB image, such as `mariadb:11.8`." }),
          startSeconds: z.number().positive().default(60),
        })
        .optional(),
    })
    .prefault({})
    .meta({
      description:
        "What runs beside the app. A database gives it DATABASE_HOST, _PORT, _NAME, _USER and _PASSWORD.",
    }),
  counterfactuals: z
    .strictObject({
      canaries: canaries.optional(),
      codeEdit: rebuild.optional(),
      pinChange: rebuild.optional(),
      brokenTest: rebuild.optional(),
      lintViolation: rebuild.optional(),
    })
    .prefault({})
    .meta({ description: "How a copy of the submission is changed and built again." }),
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
  layouts: z.record(z.string(), pathInside).default({}).meta({
    description: "Variants that expect the app in another folder than `appIn`: accepted/NAME or broken/NAME.",
  }),
  broken: variants.meta({
    description:
      "Folders below broken/, each with exactly the checks that fail on it; what is skipped because of them is not listed.",
  }),
});

export type Rebuild = z.infer<typeof rebuild>;
export type Canaries = z.infer<typeof canaries>;
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
