import { setTimeout as sleep } from "node:timers/promises";

import { checksById } from "@shipshape/checks";
import { judge, type Lab } from "@shipshape/core";
import { type Job, UnrecoverableError, WaitingError, Worker } from "bullmq";

import type { Grader } from "../grading.ts";
import type { Fitness } from "./announcement.ts";
import type { Client } from "./client.ts";
import { keptFor, prefix, resultKey } from "./names.ts";
import { type HandedIn, packGraded, unpackSubmission } from "./parcel.ts";
import type { Rhythm } from "./rhythm.ts";
import type { LabEvent } from "./worker-event.ts";

export type LabWorkerOptions = {
  readonly lab: Lab;
  /** This machine's own. It is given back at the end. */
  readonly grader: Grader;
  readonly queue: string;
  readonly redis: Client;
  readonly rhythm: Rhythm;
  /** How long a machine that proved unfit waits before it tries again, in ms. */
  readonly tryAgainMs: number;
  readonly tell: (event: LabEvent) => void;
};

/** Takes submissions of one lab as soon as this machine has proved that it grades that lab rightly. */
export class LabWorker {
  fitness: Fitness = { state: "proving" };
  /** How many are graded now. */
  busy = 0;
  readonly #options: LabWorkerOptions;
  readonly #worker: Worker;
  readonly #closed = new AbortController();
  #proving: Promise<void> | undefined;

  /** @param jobs how many submissions are graded at once */
  constructor(options: LabWorkerOptions, jobs: number) {
    const { queue, redis, rhythm } = options;
    this.#options = options;
    this.#worker = new Worker(queue, (job, token, signal) => this.#work(job, token, signal), {
      connection: redis,
      prefix,
      skipVersionCheck: true,
      autorun: false,
      concurrency: jobs,
      lockDuration: rhythm.lockMs,
      stalledInterval: rhythm.stalledMs,
      // The grader says how often a submission is tried.
      maxStalledCount: 0,
    });
    // The connection tells of itself; of a job that Redis lost, or gave to another worker, the grader knows.
    this.#worker.on("error", () => undefined);
    this.#worker.on("lockRenewalFailed", (jobs) => {
      for (const job of jobs) this.#dropIfGone(job).catch(() => undefined);
    });
    this.#prove();
  }

  /** How many submissions are graded at once from now on. */
  set jobs(count: number) {
    this.#worker.concurrency = count;
  }

  /**
   * Takes nothing more, and ends what it has.
   * @param late gives back what has not ended by then
   */
  async close(late: AbortSignal): Promise<void> {
    this.#closed.abort();
    const giveBack = () => this.#worker.cancelAllJobs();
    late.addEventListener("abort", giveBack);
    if (late.aborted) giveBack();
    await this.#worker.close();
    late.removeEventListener("abort", giveBack);
    await this.#proving;
    await this.#options.grader[Symbol.asyncDispose]();
  }

  /** Stops what nobody waits for any more. Its lock may also be lost because Redis was away for long. */
  async #dropIfGone(job: string): Promise<void> {
    if (!(await this.#options.redis.exists(this.#worker.toKey(job)))) this.#worker.cancelJob(job, gone);
  }

  #prove(): void {
    this.#proving ??= this.#untilProved().finally(() => (this.#proving = undefined));
  }

  async #untilProved(): Promise<void> {
    const { grader, tryAgainMs, tell } = this.#options;
    const { signal } = this.#closed;
    // What it was fetching comes all the same, and is given back.
    if (this.#worker.isRunning()) await this.#worker.pause(true);
    this.fitness = { state: "proving" };
    while (this.fitness.state !== "ready") {
      tell({ kind: "proving" });
      try {
        await grader.prove(signal);
        signal.throwIfAborted();
        this.fitness = { state: "ready" };
      } catch (error) {
        if (signal.aborted) return;
        this.fitness = { state: "unfit", reason: messageOf(error) };
        tell({ kind: "unfit", reason: error, againMs: tryAgainMs });
        await sleep(tryAgainMs, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
    }
    tell({ kind: "ready" });
    await this.#worker.resume();
  }

  async #work(job: Job, token: string | undefined, signal: AbortSignal | undefined): Promise<null> {
    const { queue, redis, tell } = this.#options;
    const submission = job.id?.slice(1) ?? "";
    if (this.fitness.state !== "ready" || this.#closed.signal.aborted) return giveBack(job, token);
    const key = resultKey(queue, job.id ?? "");
    // Its last worker ended after it had put the result, or Redis forgot that the job was done.
    if (await redis.exists(key)) return null;
    const handedIn = unpackOrEnd(job);
    this.busy++;
    try {
      await redis.set(key, await this.#grade(job, handedIn, signal), "EX", keptFor);
      return null;
    } catch (error) {
      if (signal?.reason === gone) {
        tell({ kind: "dropped", submission });
        throw new UnrecoverableError("Nobody waits for it.");
      }
      if (signal?.aborted) {
        tell({ kind: "given-back", submission });
        return await giveBack(job, token);
      }
      tell({ kind: "failed", submission, reason: messageOf(error) });
      this.#prove();
      throw error;
    } finally {
      this.busy--;
    }
  }

  async #grade(job: Job, { digest, submission }: HandedIn, signal = new AbortController().signal) {
    const { lab, grader, tell } = this.#options;
    signal.throwIfAborted();
    const startedAt = performance.now();
    tell({ kind: "began", submission: digest });
    const graded = await grader.grade({
      digest,
      submission,
      signal,
      // The grader can do without.
      onStage: (stage) => void job.updateProgress(stage).catch(() => undefined),
    });
    // The grader sees it too, and asks for it again.
    const { checks } = judge(lab, graded.evidence, checksById);
    if (checks.some(({ status }) => status === "error")) this.#prove();
    tell({ kind: "graded", submission: digest, ms: performance.now() - startedAt });
    return packGraded(graded);
  }
}

/** Why a job is stopped that nobody waits for. */
const gone = "gone";

async function giveBack(job: Job, token: string | undefined): Promise<never> {
  await job.moveToWait(token);
  throw new WaitingError();
}

/** Trying again would not make it readable. */
function unpackOrEnd(job: Job): HandedIn {
  try {
    return unpackSubmission(job.data);
  } catch (error) {
    throw new UnrecoverableError(`The job cannot be read: ${messageOf(error)}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
