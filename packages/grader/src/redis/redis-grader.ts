import { setTimeout as sleep } from "node:timers/promises";

import { type Lab, md, ShipshapeError } from "@shipshape/core";
import { Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import type { z } from "zod";

import type { TellClass } from "../class-event.ts";
import type { Graded, Grader, Task } from "../grading.ts";
import { type Help, helpFor, readWorkers } from "./announcement.ts";
import { connect, withoutPassword } from "./connect.ts";
import { cancelled, stalledTooOften, triesOfJob } from "./job-ends.ts";
import {
  cancelKey,
  classKey,
  type classSchema,
  jobName,
  keptFor,
  livesFor,
  prefix,
  queueOf,
  resultKey,
  type Rhythm,
  usualRhythm,
} from "./names.ts";
import { packSubmission, unpackGraded } from "./parcel.ts";

export type RedisGraderOptions = {
  /** As `connect` takes it. */
  readonly url: string;
  /** Only workers that have the very same lab, and the same checker, take what is graded. */
  readonly lab: Lab;
  readonly tell: TellClass;
  readonly rhythm?: Rhythm;
};

/** A job that somebody waits for. */
type Waiting = {
  readonly job: string;
  readonly task: Task;
  readonly end: PromiseWithResolvers<Graded>;
  looking: "no" | "yes" | "again";
};

/**
 * Has submissions graded by workers that share a Redis with this process. Jobs and results outlast it: whoever asks for
 * the same again finds them.
 * @throws ShipshapeError where there is no Redis
 */
export async function redisGrader(options: RedisGraderOptions): Promise<Grader> {
  const queue = await queueOf(options.lab);
  return new RedisGrader(await connect(options.url), queue, options);
}

class RedisGrader implements Grader {
  readonly #redis: Redis;
  readonly #lab: string;
  readonly #queueName: string;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #rhythm: Rhythm;
  readonly #tell: TellClass;
  readonly #waiting = new Map<string, Waiting>();
  /** Jobs whose results were taken and may not be on disk yet, and those of a beat before. */
  #taken = new Set<string>();
  #takenBefore = new Set<string>();
  readonly #closed = new AbortController();
  readonly #beating: Promise<void>;
  /** Why nothing goes on, while that is so. */
  #trouble: string | undefined;

  constructor(redis: Redis, queueName: string, { url, lab, tell, rhythm = usualRhythm }: RedisGraderOptions) {
    this.#redis = redis;
    this.#lab = lab.id;
    this.#tell = tell;
    this.#rhythm = rhythm;
    this.#queueName = queueName;
    const options = { connection: redis, prefix, skipVersionCheck: true };
    this.#queue = new Queue(queueName, options);
    this.#events = new QueueEvents(queueName, options);
    // What goes wrong shows in what a beat finds.
    this.#queue.on("error", () => undefined);
    this.#events.on("error", () => undefined);
    const look = ({ jobId }: { readonly jobId: string }) => void this.#look(this.#waiting.get(jobId));
    this.#events.on("completed", look).on("failed", look);
    this.#events.on("progress", ({ jobId, data }) => {
      const stage = (data as { readonly stage?: Parameters<Task["onStage"]>[0] }).stage;
      if (stage) this.#waiting.get(jobId)?.task.onStage(stage);
    });
    redis.on("close", () =>
      this.#setTrouble(
        md`The Redis at ${withoutPassword(url)} is gone.`.source,
        "Start it again: grading goes on where it was.",
      ),
    );
    this.#beating = this.#beat();
  }

  /** Waits until there is a worker that has proved itself, and tells meanwhile what is missing. */
  async prove(signal: AbortSignal): Promise<void> {
    await this.#announceClass();
    for (;;) {
      const help = await this.#lookForHelp();
      signal.throwIfAborted();
      if (help.state === "ready") return;
      await sleep(this.#rhythm.beatMs, undefined, { signal });
    }
  }

  async grade(task: Task): Promise<Graded> {
    task.signal.throwIfAborted();
    const job = jobName(task.digest);
    await this.#forget(job);
    const waiting: Waiting = { job, task, end: Promise.withResolvers(), looking: "no" };
    const giveUp = () => waiting.end.reject(task.signal.reason);
    this.#waiting.set(job, waiting);
    task.signal.addEventListener("abort", giveUp);
    try {
      void this.#look(waiting);
      return await waiting.end.promise;
    } catch (error) {
      // A Redis that is gone is not waited for.
      if (task.signal.aborted && this.#redis.status === "ready") await this.#withdraw(job);
      throw error;
    } finally {
      task.signal.removeEventListener("abort", giveUp);
      this.#waiting.delete(job);
    }
  }

  /** Workers may have different ones, and nobody here has any. */
  async imageId(): Promise<undefined> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    if (this.#redis.status === "ready") {
      await this.#beating;
      await this.#tidy();
      await this.#redis.quit();
    }
    this.#redis.removeAllListeners("close").disconnect();
    await Promise.all([this.#events.close(), this.#queue.close()]);
  }

  /** Sees how a job is: takes its result, or puts it where Redis does not know it, or not any more. */
  async #look(waiting: Waiting | undefined): Promise<void> {
    if (!waiting) return;
    if (waiting.looking !== "no") {
      waiting.looking = "again";
      return;
    }
    try {
      do {
        waiting.looking = "yes";
        await this.#lookOnce(waiting);
      } while ((waiting.looking as Waiting["looking"]) === "again");
    } catch (error) {
      waiting.end.reject(error);
    } finally {
      waiting.looking = "no";
    }
  }

  async #lookOnce(waiting: Waiting): Promise<void> {
    const job = await this.#queue.getJob(waiting.job);
    if (job && job.finishedOn === undefined) return;
    const result = await this.#redis.get(resultKey(this.#queueName, waiting.job));
    if (result !== null) return this.#take(waiting, result);
    const reason = job?.failedReason;
    if (job) await job.remove();
    // Of what another grader gave up, and of what lost its result, there is nothing yet.
    if (reason === undefined || reason === cancelled) await this.#put(waiting);
    else waiting.end.reject(reasonFor(reason));
  }

  async #put({ job, task }: Waiting): Promise<void> {
    if (task.signal.aborted) return;
    await this.#redis.del(cancelKey(this.#queueName, job));
    await this.#queue.add("grade", packSubmission(task), {
      jobId: job,
      attempts: triesOfJob,
      removeOnComplete: { age: keptFor },
      removeOnFail: { age: keptFor },
    });
  }

  /** Its result stays in Redis until it has had the time to come to disk here. */
  async #take({ job, end }: Waiting, result: string): Promise<void> {
    this.#taken.add(job);
    end.resolve(await unpackGraded(result));
  }

  /** Nobody waits for it any more. */
  async #withdraw(job: string): Promise<void> {
    // One that a worker has begun cannot be removed: the worker does that itself.
    await this.#redis.set(cancelKey(this.#queueName, job), "", "EX", keptFor);
    if (await this.#remove(job)) await this.#redis.del(cancelKey(this.#queueName, job));
  }

  /** What came of a job that is to be done again. */
  async #forget(job: string): Promise<void> {
    const taken = this.#taken.delete(job);
    if (this.#takenBefore.delete(job) || taken) await this.#remove(job);
  }

  /** @returns whether it is gone */
  async #remove(job: string): Promise<boolean> {
    await this.#redis.del(resultKey(this.#queueName, job));
    const removed = await this.#queue.remove(job).catch(() => 0);
    return removed === 1;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#closed;
    while (!signal.aborted) {
      try {
        await this.#announceClass();
        for (const job of this.#takenBefore) await this.#remove(job);
        [this.#takenBefore, this.#taken] = [this.#taken, new Set()];
        for (const waiting of this.#waiting.values()) await this.#look(waiting);
        if (this.#waiting.size > 0 || this.#trouble !== undefined) await this.#lookForHelp();
      } catch {
        // The connection tells of itself; the next beat does what this one could not.
      }
      await sleep(this.#rhythm.beatMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Workers open a queue when they see that there is a class for it. */
  async #announceClass(): Promise<void> {
    const announced: z.infer<typeof classSchema> = { lab: this.#lab, queue: this.#queueName };
    await this.#redis.set(classKey(this.#queueName), JSON.stringify(announced), "EX", livesFor(this.#rhythm));
  }

  async #lookForHelp(): Promise<Help> {
    const help = helpFor(await readWorkers(this.#redis), this.#lab, this.#queueName);
    if (help.state === "missing") this.#setTrouble(help.reason.source, help.remedy);
    else this.#setTrouble(undefined);
    return help;
  }

  #setTrouble(reason: undefined): void;
  #setTrouble(reason: string, remedy: string): void;
  #setTrouble(reason: string | undefined, remedy = ""): void {
    if (reason === this.#trouble || this.#closed.signal.aborted) return;
    this.#trouble = reason;
    this.#tell(reason === undefined ? { kind: "resumed" } : { kind: "paused", reason, remedy });
  }

  /** Leaves only what a worker still needs, or another grader: their jobs have an end by themselves. */
  async #tidy(): Promise<void> {
    for (const job of [...this.#taken, ...this.#takenBefore]) await this.#remove(job);
    await this.#redis.del(classKey(this.#queueName));
    const jobs = await this.#queue.getJobCountByTypes();
    // The queue's other keys go by themselves; the time of one is what workers look for dead ones by.
    for (const key of ["meta", "id", "events"].map((name) => this.#queue.toKey(name)))
      await (jobs === 0 ? this.#redis.del(key) : this.#redis.expire(key, keptFor));
  }
}

function reasonFor(reason: string): Error {
  if (!reason.startsWith(stalledTooOften)) return new Error(reason);
  return new ShipshapeError(
    "The workers that graded it ended, one after the other.",
    "Look at what ended them: memory, or somebody who stopped them.",
  );
}
