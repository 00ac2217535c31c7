import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { orAborted } from "@shipshape/checker";
import { type Lab, md, ShipshapeError } from "@shipshape/core";
import { Queue, QueueEvents } from "bullmq";

import type { TellClass } from "../class-event.ts";
import { Floor } from "../floor.ts";
import type { Graded, Grader, Task } from "../grading.ts";
import { helpFor, type Missing, readWorkers } from "./announcement.ts";
import type { Client } from "./client.ts";
import { connect, withoutPassword } from "./connect.ts";
import { classKey, jobName, keptFor, prefix, queueOf, resultKey } from "./names.ts";
import { packSubmission, unpackGraded } from "./parcel.ts";
import { livesFor, type Rhythm, usualRhythm, withEachBeat } from "./rhythm.ts";

export type RedisGraderOptions = {
  /** As `connect` takes it. */
  readonly url: string;
  /** Only workers that have the very same lab, and the same checker, take what is graded. */
  readonly lab: Lab;
  readonly tell: TellClass;
  readonly rhythm?: Rhythm;
};

/** How many workers may die over a submission. */
const mostDeaths = 3;

/** How long tidying up may take, in ms. */
const patience = 10_000;

/** The worker that had a job gave no sign of life any more. */
class WorkerDied extends Error {}

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
  readonly #redis: Client;
  readonly #lab: string;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #rhythm: Rhythm;
  readonly #tell: TellClass;
  /** Has an event of a job's name when there may be news of it. As many listen as submissions are graded at once. */
  readonly #news = new EventEmitter().setMaxListeners(0);
  readonly #stages = new Map<string, Task["onStage"]>();
  /** Jobs whose results were taken: they are on disk by the end. */
  readonly #taken = new Set<string>();
  readonly #suspects = new Floor();
  readonly #deadly = new Map<string, ShipshapeError>();
  readonly #closed = new AbortController();
  readonly #beating: Promise<void>;
  /** Why nothing goes on, while that is so. */
  #trouble: string | undefined;

  constructor(redis: Client, queue: string, { url, lab, tell, rhythm = usualRhythm }: RedisGraderOptions) {
    this.#redis = redis;
    this.#lab = lab.id;
    this.#tell = tell;
    this.#rhythm = rhythm;
    const options = { connection: redis, prefix, skipVersionCheck: true };
    // What goes wrong shows in what a beat finds.
    this.#queue = new Queue(queue, options).on("error", () => undefined);
    this.#events = new QueueEvents(queue, options).on("error", () => undefined);
    for (const end of ["completed", "failed"] as const)
      this.#events.on(end, ({ jobId }: { readonly jobId: string }) => this.#news.emit(jobId));
    this.#events.on("progress", ({ jobId, data }) =>
      this.#stages.get(jobId)?.(data as Parameters<Task["onStage"]>[0]),
    );
    redis.on("close", () =>
      this.#setTrouble({
        reason: md`The Redis at ${withoutPassword(url)} is gone.`,
        remedy: md`Start it again: grading goes on where it was.`,
      }),
    );
    this.#beating = withEachBeat(rhythm, this.#closed.signal, () => this.#beat());
  }

  /** Waits until there is a worker that has proved itself, and tells meanwhile what is missing. */
  async prove(signal: AbortSignal): Promise<void> {
    while (!(await orAborted(this.#isHelpReady(), signal)))
      await orAborted(sleep(this.#rhythm.beatMs), signal);
  }

  /** A submission over which a worker died is given to others, but not again when it was too many of them. */
  async grade(task: Task): Promise<Graded> {
    const job = jobName(task.digest);
    const deadly = this.#deadly.get(job);
    if (deadly) throw deadly;
    const graded = await this.#gradeIfAlive(job, task);
    // It may have died of any that it had: one by one, the others do not die with that one again.
    return graded ?? (await this.#suspects.alone(() => this.#gradeSuspect(job, task)));
  }

  /** Workers may have different ones, and nobody here has any. */
  async imageId(): Promise<undefined> {}

  /** Workers do that for themselves. */
  async tidy(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    if (this.#redis.status === "ready")
      await orAborted(this.#tidy(), AbortSignal.timeout(patience)).catch(() => undefined);
    this.#redis.endAll();
    await Promise.allSettled([this.#beating, this.#events.close(), this.#queue.close()]);
  }

  async #gradeSuspect(job: string, task: Task): Promise<Graded> {
    for (let deaths = 1; deaths < mostDeaths; deaths++) {
      const graded = await this.#gradeIfAlive(job, task);
      if (graded) return graded;
    }
    const deadly = new ShipshapeError(
      "The workers that graded it ended, one after the other.",
      "Look at what ended them: memory, or somebody who stopped them.",
    );
    this.#deadly.set(job, deadly);
    throw deadly;
  }

  /** @returns undefined where the worker died over it */
  async #gradeIfAlive(job: string, task: Task): Promise<Graded | undefined> {
    task.signal.throwIfAborted();
    // So many listeners would be taken for a mistake on the class's own one.
    const signal = AbortSignal.any([task.signal]);
    this.#stages.set(job, task.onStage);
    try {
      return await orAborted(this.#untilGraded(job, { ...task, signal }), signal);
    } catch (error) {
      if (error instanceof WorkerDied) return undefined;
      // A Redis that is gone is not waited for.
      if (signal.aborted && this.#redis.status === "ready") await this.#forget(job);
      signal.throwIfAborted();
      throw error;
    } finally {
      this.#stages.delete(job);
    }
  }

  async #untilGraded(job: string, task: Task): Promise<Graded> {
    // What came of it before was taken, and is asked for anew.
    if (this.#taken.delete(job)) await this.#forget(job);
    for (;;) {
      const graded = await this.#look(job, task);
      if (graded) return graded;
      await once(this.#news, job, { signal: task.signal });
    }
  }

  /** Takes a job's result, or puts the job where Redis does not know it, or not any more. */
  async #look(name: string, task: Task): Promise<Graded | undefined> {
    const job = await this.#queue.getJob(name);
    if (job && job.finishedOn === undefined) return undefined;
    const result = await this.#redis.get(resultKey(this.#queue.name, name));
    if (result !== null) {
      this.#taken.add(name);
      return unpackGraded(result);
    }
    task.signal.throwIfAborted();
    if (!job) {
      const ends = { removeOnComplete: true, removeOnFail: { age: keptFor } };
      await this.#queue.add("grade", packSubmission(task), { jobId: name, ...ends });
      return undefined;
    }
    await job.remove();
    // So BullMQ says that a worker has not renewed its lock.
    if (job.failedReason.startsWith("job stalled")) throw new WorkerDied();
    throw new Error(job.failedReason);
  }

  /** A worker that has begun it sees that it is gone when it renews its lock. */
  async #forget(job: string): Promise<void> {
    await this.#redis.del(resultKey(this.#queue.name, job), this.#queue.toKey(`${job}:lock`));
    await this.#queue.remove(job);
  }

  async #beat(): Promise<void> {
    const waiting = this.#stages.keys();
    if (this.#stages.size > 0 || this.#trouble !== undefined) await this.#isHelpReady();
    else await this.#announceClass();
    for (const job of waiting) this.#news.emit(job);
  }

  /** Workers open a queue when they see that there is a class for it. */
  async #announceClass(): Promise<void> {
    const announced = JSON.stringify({ lab: this.#lab, queue: this.#queue.name });
    await this.#redis.set(classKey(this.#queue.name), announced, "EX", livesFor(this.#rhythm));
  }

  async #isHelpReady(): Promise<boolean> {
    await this.#announceClass();
    const help = helpFor(await readWorkers(this.#redis), this.#lab, this.#queue.name);
    this.#setTrouble(typeof help === "object" ? help : undefined);
    return help === "ready";
  }

  #setTrouble(missing: Missing | undefined): void {
    const reason = missing?.reason.source;
    if (reason === this.#trouble || this.#closed.signal.aborted) return;
    this.#trouble = reason;
    this.#tell(
      missing
        ? { kind: "paused", reason: missing.reason.source, remedy: missing.remedy.source }
        : { kind: "resumed" },
    );
  }

  /** Leaves only what a worker still needs, or another grader: their jobs have an end by themselves. */
  async #tidy(): Promise<void> {
    await this.#beating;
    const results = Array.from(this.#taken, (job) => resultKey(this.#queue.name, job));
    await this.#redis.del(classKey(this.#queue.name), ...results);
    const jobs = await this.#queue.getJobCountByTypes();
    // The queue's other keys go by themselves; the time of one is what workers look for dead ones by.
    for (const key of ["meta", "id", "events"].map((name) => this.#queue.toKey(name)))
      await (jobs === 0 ? this.#redis.del(key) : this.#redis.expire(key, keptFor));
  }
}
