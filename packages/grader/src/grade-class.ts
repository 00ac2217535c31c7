import { submissionReader } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { judge, type Lab, type Language, Markdown, md, ShipshapeError } from "@shipshape/core";

import type { TellClass } from "./class-event.ts";
import { ClassFolder } from "./class-folder.ts";
import { keepIntake } from "./class-intake.ts";
import { countingAttempts } from "./counting-attempts.ts";
import { folderTrouble } from "./folder-trouble.ts";
import type { Grader } from "./grading.ts";
import { inputsOf } from "./inputs.ts";
import type { Intake } from "./intake/intake.ts";
import { takeIn } from "./intake/take-in.ts";
import { judgeClass, type JudgedClass } from "./judge-class.ts";
import { lockClass } from "./lock.ts";
import { resultsAmong } from "./results-among.ts";
import { refuseFullFolder } from "./results-room.ts";
import { whatChanged } from "./reuse.ts";
import { untilProven } from "./until-proven.ts";
import { workThrough } from "./work-through.ts";

export type GradeRequest = {
  readonly lab: Lab;
  /** The folder of submissions. */
  readonly submissions: string;
  /** The folder for results. */
  readonly folder: string;
  /** The path of a CSV. */
  readonly roster?: string;
  readonly deadline?: Date;
  /** How many submissions are graded at once. */
  readonly jobs: number;
  readonly grader: Grader;
  readonly language: Language;
  readonly signal: AbortSignal;
  readonly tell: TellClass;
};

/** How long to wait before each further try of a submission that our side failed on, in ms. */
const backOff = [2_000, 15_000];

/** So many failures in a row are no accident. */
const mostInARow = 3;

/**
 * Grades a class. What was graded before and has not changed is taken as it is, so that a run which was interrupted,
 * however it was, goes on where it had come to.
 * @throws ShipshapeError where nothing can be graded; the signal's reason
 */
export async function gradeClass(request: GradeRequest): Promise<JudgedClass> {
  return gradeInto(request).catch(folderTrouble(request.folder));
}

async function gradeInto(request: GradeRequest): Promise<JudgedClass> {
  const { lab, grader, signal, tell } = request;
  const without = await resultsAmong(request.submissions, request.folder);
  const folder = await ClassFolder.open(request.folder, lab.id);
  await using lock = await lockClass(folder.file("lock"));
  await folder.sweep();
  const intake = await takeIn({
    folder: request.submissions,
    ...(request.roster !== undefined && { roster: request.roster }),
    ...(without !== undefined && { without }),
    reader: await submissionReader(lab),
    submit: lab.submit,
    keep: (submission) => folder.keepSubmission(submission),
    signal,
    tell,
  });
  const deadline = request.deadline?.toISOString();
  const counting = submissionsThatCount(intake, deadline);
  const inputs = await inputsOf(lab);
  const toGrade = await whatChanged({ folder, grader, inputs, digests: counting.keys() });
  tell({
    kind: "taken-in",
    learners: intake.learners.length,
    submissions: counting.size,
    unchanged: counting.size - toGrade.length,
    toGrade: toGrade.length,
  });
  // While the folder is locked: whoever finds the lock of a run that was killed knows that it left something.
  await using _ = {
    async [Symbol.asyncDispose]() {
      // What an engine that has gone still holds is swept by a later run: it must not hide what came of the class.
      if (toGrade.length > 0 || lock.wasDead) await grader.tidy().catch(() => undefined);
    },
  };
  if (toGrade.length > 0) {
    await refuseFullFolder(folder.path, toGrade.length);
    await grader.prove(signal);
  }
  const failed = await workThrough(toGrade, {
    jobs: request.jobs,
    backOff,
    mostInARow,
    signal,
    work: async (digest) => gradeOne(request, folder, inputs, digest, counting.get(digest) ?? []),
    onPostponed: (submission, reason, afterMs) =>
      tell({
        kind: "postponed",
        submission,
        learners: counting.get(submission) ?? [],
        reason: reason.source,
        afterMs,
      }),
    onFailed: (submission, reason) =>
      tell({
        kind: "failed",
        submission,
        learners: counting.get(submission) ?? [],
        reason: reason.source,
      }),
    recover: (reason, ended) => untilProven({ grader, reason, signal: ended, tell }),
  });
  const errors = Object.fromEntries(Array.from(failed, ([digest, reason]) => [digest, reason.source]));
  await keepIntake(folder, { intake, errors, deadline });
  // Awaited here: what `using` holds, the lock, is given back when this function returns.
  return await judgeClass({ folder, lab, language: request.language });
}

/** The submissions that count, each with the learners who handed it in. */
function submissionsThatCount(intake: Intake, deadline: string | undefined): Map<string, string[]> {
  const learnersBy = new Map<string, string[]>();
  for (const [learner, counting] of countingAttempts(intake, deadline)) {
    const digest = "attempt" in counting ? counting.attempt.submission : undefined;
    if (digest === undefined) continue;
    const learners = learnersBy.get(digest) ?? [];
    learners.push(learner);
    learnersBy.set(digest, learners);
  }
  return learnersBy;
}

/** Grades one submission, and keeps what came of it before anything else is said of it. */
async function gradeOne(
  { lab, grader, language, signal, tell }: GradeRequest,
  folder: ClassFolder,
  inputs: string,
  digest: string,
  learners: readonly string[],
) {
  tell({ kind: "began", submission: digest, learners });
  const startedAt = performance.now();
  const submission = await folder.readSubmission(digest);
  let workedOnFrom: number | undefined;
  const onStage: Parameters<Grader["grade"]>[0]["onStage"] = (stage) => {
    // Before its first stage it may have waited for a worker.
    workedOnFrom ??= performance.now();
    tell({ kind: "stage", submission: digest, stage });
  };
  const graded = await grader.grade({ digest, submission, onStage, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    return reasonOf(error);
  });
  if (graded instanceof Markdown) return { failed: graded };
  const endedAt = performance.now();
  const report = judge(lab, graded.evidence, checksById, language);
  if (report.score === null) {
    await folder.keepFailed(digest, graded);
    // In English, as it is kept: it is translated when it is shown.
    const { checks } = judge(lab, graded.evidence, checksById);
    return { failed: new Markdown(checks.find(({ status }) => status === "error")?.message ?? "") };
  }
  const ms = Math.round(endedAt - (workedOnFrom ?? startedAt));
  await folder.keepGraded(digest, graded, { inputs, ms });
  tell({ kind: "ended", submission: digest, learners, report, ms: Math.round(endedAt - startedAt) });
  return "done" as const;
}

function reasonOf(error: unknown): Markdown {
  if (error instanceof ShipshapeError) return error.words[0];
  return md`${error instanceof Error ? error.message : String(error)}`;
}
