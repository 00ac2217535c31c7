import { setTimeout as sleep } from "node:timers/promises";

import { checksById } from "@shipshape/checks";
import { judge, type Lab } from "@shipshape/core";
import { type Job, UnrecoverableError, WaitingError, Worker } from "bullmq";
import type { Redis } from "ioredis";

import type { Graded, Grader } from "../grading.ts";
import type { Fitness } from "./announcement.ts";
import { cancelled, deathsOfJob, triesOfJob } from "./job-ends.ts";
import { cancelKey, keptFor, prefix, resultKey, type Rhythm } from "./names.ts";
import { type HandedIn, packGraded, unpackSubmission } from "./parcel.ts";
import { aborted } from "./aborted.ts";
import type { Slots } from "./slots.ts";
import type { LabEvent, TellWorker } from "./worker-event.ts";

export type LabWorkerOptions = {
  readonly lab: Lab;
  /** This machine's own. It is given back at the end. */
  readonly grader: Grader;
  readonly queue: string;
  readonly redis: Redis;
  readonly slots: Slots;
  readonly jobs: number;
  readonly rhythm: Rhythm;
  /** How long a machine that proved unfit waits before it tries again, in ms: each time the next of them. */
  readonly tryAgainMs: readonly number[];
  readonly tell: TellWorker;
};

/** How long it may take to give back what is graded, in ms. */
const patience = 10_000;

/** Why a job that is graded here is not to be ended here. */
type Stop = "cancelled" | "given-back";

/** Takes submissions of one lab as soon as this machine has proved that it grades that lab rightly. */
export class LabWorker {
  readonly #options: LabWorkerOptions;
  readonly #worker: Worker;
  /** What stops each job that is graded here. One that Redis forgot may be here twice. */
  readonly #running = new Map<AbortController, string>();
  readonly #closed = new AbortController();
  #fitness: Fitness = { state: "proving" };
  #proving: Promise<void> | undefined;

  constructor(options: LabWorkerOptions) {
    const { queue, redis, jobs, rhythm } = options;
    this.#options = options;
    this.#worker = new Worker(queue, (job, token) => this.#work(job, token), {
      connection: redis,
      prefix,
      skipVersionCheck: true,
      autorun: false,
      concurrency: jobs,
      lockDuration: rhythm.lockMs,
      stalledInterval: rhythm.stalledMs,
      maxStalledCount: deathsOfJob - 1,
    });
    // The connection tells of itself; of a job that Redis lost, or gave to another worker, the grader knows.
    this.#worker.on("error", () => undefined);
    this.#worker.on("failed", (job, error) => {
      if (error.message === cancelled) job?.remove().catch(() => undefined);
    });
    this.#prove();
  }

  get busy(): number {
    return this.#running.size;
  }

  get fitness(): Fitness {
    return this.#fitness;
  }

  /** Stops those that nobody waits for any more. */
  async dropCancelled(): Promise<void> {
    for (const [controller, job] of this.#running)
      if (await this.#options.redis.exists(cancelKey(this.#options.queue, job)))
        controller.abort("cancelled" satisfies Stop);
  }

  /**
   * Takes nothing more, and ends what it has.
   * @param signal gives back what has not ended by then
   */
  async close(signal: AbortSignal): Promise<void> {
    this.#closed.abort();
    const giveBack = () => {
      for (const controller of this.#running.keys()) controller.abort("given-back" satisfies Stop);
    };
    signal.addEventListener("abort", giveBack);
    if (signal.aborted) giveBack();
    // BullMQ waits without an end for a connection that is lost at that moment.
    const closed = new AbortController();
    const tooLate = aborted(signal).then(() => sleep(patience, undefined, { signal: closed.signal }));
    await Promise.race([this.#worker.close(), tooLate]);
    tooLate.catch(() => undefined);
    closed.abort();
    signal.removeEventListener("abort", giveBack);
    await this.#proving;
    await this.#options.grader[Symbol.asyncDispose]();
  }

  #tell(event: LabEvent): void {
    this.#options.tell({ kind: "lab", lab: this.#options.lab.id, event });
  }

  #prove(): void {
    this.#proving ??= this.#untilProved().finally(() => (this.#proving = undefined));
  }

  async #untilProved(): Promise<void> {
    const { grader, tryAgainMs } = this.#options;
    const { signal } = this.#closed;
    // What it was fetching comes all the same, and is given back.
    if (this.#worker.isRunning()) await this.#worker.pause(true);
    for (let tries = 0; !signal.aborted; tries++) {
      if (this.#fitness.state === "ready") this.#fitness = { state: "proving" };
      this.#tell({ kind: "proving" });
      try {
        await grader.prove(signal);
        break;
      } catch (error) {
        if (signal.aborted) return;
        const againMs = tryAgainMs[tries] ?? tryAgainMs.at(-1) ?? 60_000;
        this.#fitness = { state: "unfit", reason: messageOf(error) };
        this.#tell({ kind: "unfit", reason: error, againMs });
        await sleep(againMs, undefined, { signal }).catch(() => undefined);
      }
    }
    if (signal.aborted) return;
    this.#fitness = { state: "ready" };
    this.#tell({ kind: "ready" });
    if (this.#worker.isPaused()) await this.#worker.resume();
    else this.#worker.run().catch(() => undefined);
  }

  async #work(job: Job, token: string | undefined): Promise<null> {
    using _ = await this.#options.slots.take();
    const id = job.id ?? "";
    const { queue, redis } = this.#options;
    if (this.#fitness.state !== "ready" || this.#closed.signal.aborted) return this.#giveBack(job, token);
    const key = resultKey(queue, id);
    // Its last worker ended after it had put the result, or Redis forgot that the job was done.
    if (await redis.exists(key)) return null;
    const handedIn = unpackOrEnd(job);
    const controller = new AbortController();
    this.#running.set(controller, id);
    try {
      const result = await packGraded(await this.#grade(job, handedIn, controller.signal));
      await redis.set(key, result, "EX", keptFor);
      return null;
    } catch (error) {
      const stop = controller.signal.aborted ? (controller.signal.reason as Stop) : undefined;
      if (stop === "cancelled") {
        this.#tell({ kind: "dropped", submission: submissionOf(job) });
        await redis.del(cancelKey(queue, id));
        throw new UnrecoverableError(cancelled);
      }
      if (stop === "given-back") return await this.#giveBack(job, token);
      this.#tell({ kind: "failed", submission: submissionOf(job), reason: messageOf(error) });
      this.#prove();
      throw new Error(messageOf(error), { cause: error });
    } finally {
      this.#running.delete(controller);
    }
  }

  async #grade(job: Job, { digest, submission }: HandedIn, signal: AbortSignal): Promise<Graded> {
    const startedAt = performance.now();
    this.#tell({ kind: "began", submission: digest });
    const graded = await this.#options.grader.grade({
      digest,
      submission,
      signal,
      // The grader can do without.
      onStage: (stage) => void job.updateProgress({ stage }).catch(() => undefined),
    });
    const failure = this.#ourFailureIn(graded);
    if (failure !== undefined) {
      // Another machine may do better; from the last one the grader gets what there is.
      if (job.attemptsMade + 1 < triesOfJob) throw new Error(failure);
      this.#prove();
    }
    this.#tell({ kind: "graded", submission: digest, ms: performance.now() - startedAt });
    return graded;
  }

  /** Why the lab's checks cannot all be judged, where that is our side's fault. */
  #ourFailureIn({ evidence }: Graded): string | undefined {
    const { checks } = judge(this.#options.lab, evidence, checksById);
    return checks.find(({ status }) => status === "error")?.message;
  }

  async #giveBack(job: Job, token: string | undefined): Promise<never> {
    this.#tell({ kind: "given-back", submission: submissionOf(job) });
    await job.moveToWait(token);
    throw new WaitingError();
  }
}

/** Trying again would not make it readable. */
function unpackOrEnd(job: Job): HandedIn {
  try {
    return unpackSubmission(job.data);
  } catch (error) {
    throw new UnrecoverableError(`The job cannot be read: ${messageOf(error)}`);
  }
}

const submissionOf = (job: Job): string => job.id?.slice(1) ?? "";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
