import type { Stage, Submission } from "@shipshape/checker";
import type { Evidence } from "@shipshape/core";

/** What came of one submission, before it is judged. */
export type Graded = {
  readonly evidence: Evidence;
  /** What the build wrote, from its beginning, cut at the lab's limit. */
  readonly buildLog: string;
  /** The images that the Dockerfile starts from, by reference: the id that each had on the engine, if it had one. */
  readonly bases: Readonly<Record<string, string | null>>;
};

/** One submission that has to be graded. */
export type Task = {
  /** SHA-256 of what was handed in: its name in the class, and in evidence and reports. */
  readonly digest: string;
  readonly submission: Submission;
  readonly onStage: (stage: Stage) => void;
  readonly signal: AbortSignal;
};

/** Where submissions of one lab are graded: on this machine's engine, or by workers. */
export type Grader = AsyncDisposable & {
  /**
   * Sees whether submissions can be graded now, and that known answers come out as they must.
   * @throws ShipshapeError that says what is wrong and what to do; the signal's reason
   */
  prove(signal: AbortSignal): Promise<void>;

  /**
   * @throws where it could not be graded for a reason of ours that is not in the evidence; the signal's reason
   */
  grade(task: Task): Promise<Graded>;

  /** The id that an image has where submissions are graded; null where it is not there, undefined where nobody can tell. */
  imageId(reference: string): Promise<string | null | undefined>;

  /** Takes away what was made where submissions are graded, by this run and by those of this machine that were killed. */
  tidy(): Promise<void>;
};
