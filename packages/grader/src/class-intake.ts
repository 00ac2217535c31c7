import { readFile } from "node:fs/promises";

import { gradebookSchema, md, ShipshapeError } from "@shipshape/core";
import { z } from "zod";

import type { ClassFolder } from "./class-folder.ts";
import { writeDurably } from "./durable.ts";
import type { Intake } from "./intake/intake.ts";

/** A class as it was handed in and graded, but for the evidence: what judging it again begins with. */
export type KeptIntake = {
  readonly intake: Intake;
  /** ISO 8601, in UTC. */
  readonly deadline?: string | undefined;
  /** By the digest of a submission that our side failed on: why, as Markdown in English. */
  readonly errors: Readonly<Record<string, string>>;
};

const { learner, attempts } = gradebookSchema.shape.rows.element.shape;
const takenAttempt = attempts.element.omit({ late: true }).extend({
  markedLate: z.boolean(),
  resubmission: z.number().optional(),
});

/** As pairs: a learner may be called `__proto__`, and a name that is a number would change its place in an object. */
const keptIntake = z.object({
  version: z.literal(1),
  deadline: z.string().optional(),
  learners: z.array(learner),
  attempts: z.array(z.tuple([z.string(), z.array(takenAttempt)])),
  ignored: gradebookSchema.shape.ignored,
  errors: z.record(z.string(), z.string()),
});

/** Keeps a class's intake in its folder, in the place of what was kept before. */
export async function keepIntake(folder: ClassFolder, kept: KeptIntake): Promise<void> {
  const { intake, deadline, errors } = kept;
  const document: z.input<typeof keptIntake> = {
    version: 1,
    ...(deadline !== undefined && { deadline }),
    learners: [...intake.learners],
    attempts: Array.from(intake.attempts, ([id, own]) => [id, [...own]]),
    ignored: [...intake.ignored],
    errors,
  };
  await writeDurably(folder.file("intake.json"), `${JSON.stringify(document, null, 1)}\n`);
}

/**
 * Reads a class's intake as it was kept.
 * @throws ShipshapeError where there is none, or none that this version can read
 */
export async function readIntake(folder: ClassFolder): Promise<KeptIntake> {
  const text = await readFile(folder.file("intake.json"), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw new ShipshapeError(
      md`The class in ${folder.path} was not graded to its end.`,
      "Give the command that grades it again: it goes on where it stopped.",
      { cause },
    );
  });
  const { learners, attempts, ignored, deadline, errors } = parsed(text, folder);
  // JSON has no field that is undefined.
  const byLearner = new Map(attempts) as Intake["attempts"];
  return { intake: { learners, attempts: byLearner, ignored }, deadline, errors };
}

function parsed(text: string, folder: ClassFolder): z.infer<typeof keptIntake> {
  try {
    return keptIntake.parse(JSON.parse(text));
  } catch (cause) {
    throw new ShipshapeError(
      md`${folder.file("intake.json")} cannot be read: it is damaged, or of another version.`,
      "Give the command that grades the class again: what was graded is not graded again.",
      { cause },
    );
  }
}
