import { availableParallelism } from "node:os";
import { join } from "node:path";

import { md, sayIn, ShipshapeError } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { gradeClass, localGrader } from "@shipshape/grader";

import { ourSide, untilInterrupted } from "../failure.ts";
import { ClassDisplay } from "../grade/class-display.ts";
import { summaryOf } from "../grade/summary.ts";
import { warnOfUnknown } from "../judge/warn-of-unknown.ts";
import { isUnscored } from "../judge/warn-of-unscored.ts";
import { currentLanguage } from "../language.ts";
import { keepHeapSmall } from "../small-heap.ts";
import { stdoutLook } from "../stdout-look.ts";

type GradeOptions = {
  readonly out: string;
  readonly roster?: string;
  readonly deadline?: string;
  readonly jobs?: number;
  readonly redis?: string;
};

/** A submission waits for the engine half of its time. */
const usualJobs = 2 * availableParallelism();

/** More than all workers take together, so that none of them waits for this process. */
const jobsForWorkers = 64;

/** `shipshape grade LAB DIR --out DIR`: exit status 2 where someone could not be graded, 0 otherwise. */
export async function grade(labName: string, submissions: string, options: GradeOptions): Promise<void> {
  keepHeapSmall();
  const lab = await findLab(labName);
  const deadline = options.deadline === undefined ? undefined : readTime(options.deadline);
  using display = new ClassDisplay();
  const signal = untilInterrupted(
    display.say,
    sayIn(currentLanguage())`Stopping. What is graded so far is kept: the same command goes on from there.`,
  );
  const tell = display.take.bind(display);
  await using grader = await (async () => {
    if (options.redis === undefined)
      return localGrader({
        lab,
        progress: display.say,
        onProving: (variant) => tell({ kind: "proving", variant }),
      });
    const { redisGrader } = await import("@shipshape/grader/redis");
    return redisGrader({ url: options.redis, lab, tell });
  })();
  const judged = await gradeClass({
    lab,
    submissions,
    folder: options.out,
    ...(options.roster !== undefined && { roster: options.roster }),
    ...(deadline && { deadline }),
    jobs: options.jobs ?? (options.redis === undefined ? usualJobs : jobsForWorkers),
    grader,
    language: currentLanguage(),
    signal,
    tell,
  });
  display[Symbol.dispose]();
  const { gradebook } = judged;
  process.stdout.write(summaryOf(gradebook, options.out, stdoutLook()));
  warnOfUnknown(judged, join(options.out, "overrides.csv"));
  if (gradebook.rows.some(isUnscored)) process.exitCode = ourSide;
}

/** @throws ShipshapeError where it is no time */
function readTime(text: string): Date {
  const time = new Date(text);
  const [day = ""] = /^\d{4}-\d{2}-\d{2}(?=T)/.exec(text) ?? [];
  // JavaScript takes 30 February for 2 March.
  const isDay = JSON.stringify(new Date(day)).startsWith(day, 1);
  if (day === "" || !isDay || Number.isNaN(time.getTime()))
    throw new ShipshapeError(
      md`${text} is no time that a deadline can be.`,
      "Write it as 2026-11-20T18:00, in this machine's time zone, or with a zone of its own: 2026-11-20T18:00+01:00.",
    );
  return time;
}
