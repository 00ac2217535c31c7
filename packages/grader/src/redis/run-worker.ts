import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

import type { Lab } from "@shipshape/core";
import type { Redis } from "ioredis";

import type { Grader } from "../grading.ts";
import { aborted } from "./aborted.ts";
import { announce } from "./announcement.ts";
import { connect } from "./connect.ts";
import { LabWorker } from "./lab-worker.ts";
import {
  classSchema,
  livesFor,
  prefix,
  queueOf,
  readAll,
  type Rhythm,
  usualRhythm,
  workerKey,
} from "./names.ts";
import { Slots } from "./slots.ts";
import type { TellWorker } from "./worker-event.ts";

export type WorkerOptions = {
  /** As `connect` takes it. */
  readonly url: string;
  /** What it can grade. */
  readonly labs: readonly Lab[];
  /** Makes what grades a lab on this machine; the worker gives it back. */
  readonly graderFor: (lab: Lab) => Grader;
  /** The engine, as others may see it. */
  readonly engine: { readonly version: string; readonly architecture: string };
  /** How many submissions are graded at once. */
  readonly jobs: number;
  readonly tell: TellWorker;
  /** Ends the work: nothing more is taken, and what was begun is ended. */
  readonly signal: AbortSignal;
  /** How long what was begun may then take, before it is given back, in ms. */
  readonly drainMs?: number;
  /** How long a machine that is unfit waits before it tries again, in ms: each time the next, in the end the last. */
  readonly tryAgainMs?: readonly number[];
  readonly rhythm?: Rhythm;
};

/**
 * Grades what graders put into a Redis, lab by lab as classes ask for them, until the signal is aborted.
 * @throws ShipshapeError where there is no Redis
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, tell, signal, rhythm = usualRhythm, drainMs = 600_000 } = options;
  const labs = await Promise.all(options.labs.map(async (lab) => ({ lab, queue: await queueOf(lab) })));
  const redis = await connect(url);
  tell({ kind: "connected", labs: labs.length });
  const lost = () => {
    tell({ kind: "lost" });
    redis.once("ready", () => tell({ kind: "back" }));
  };
  redis.on("close", lost);
  const team = new Team(redis, labs, options, rhythm);
  const ended = new AbortController();
  const beating = team.beatUntil(ended.signal);
  await aborted(signal);
  tell({ kind: "draining", left: team.busy });
  await team.close(AbortSignal.timeout(drainMs));
  ended.abort();
  redis.off("close", lost);
  if (redis.status === "ready") {
    await beating;
    await redis.del(workerKey(team.name));
  }
  redis.disconnect();
}

type Offer = { readonly lab: Lab; readonly queue: string };

/** What works on this machine, each for one lab. */
class Team {
  readonly name = `${hostname()}-${process.pid}-${randomUUID()}`;
  readonly #redis: Redis;
  readonly #labs: readonly Offer[];
  readonly #options: WorkerOptions;
  readonly #rhythm: Rhythm;
  readonly #slots: Slots;
  readonly #workers = new Map<string, LabWorker>();
  readonly #otherVersions = new Set<string>();

  constructor(redis: Redis, labs: readonly Offer[], options: WorkerOptions, rhythm: Rhythm) {
    this.#redis = redis;
    this.#labs = labs;
    this.#options = options;
    this.#rhythm = rhythm;
    this.#slots = new Slots(options.jobs);
  }

  get busy(): number {
    return this.#workers.values().reduce((sum, { busy }) => sum + busy, 0);
  }

  async beatUntil(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (!this.#options.signal.aborted) await this.#openAsked();
        for (const worker of this.#workers.values()) await worker.dropCancelled();
        await this.#announce();
      } catch {
        // The connection tells of itself; the next beat does what this one could not.
      }
      await sleep(this.#rhythm.beatMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async close(late: AbortSignal): Promise<void> {
    await Promise.all(this.#workers.values().map((worker) => worker.close(late)));
  }

  /** Each lab takes connections and has to be proved, so that is done when there is a class for it. */
  async #openAsked(): Promise<void> {
    const asked = await readAll(this.#redis, `${prefix}-class:`);
    for (const { lab: id, queue } of asked.map((text) => classSchema.parse(JSON.parse(text)))) {
      const offer = this.#labs.find(({ lab }) => lab.id === id);
      if (!offer || this.#workers.has(queue) || this.#otherVersions.has(queue)) continue;
      if (offer.queue === queue) this.#workers.set(queue, this.#workerFor(offer));
      else {
        this.#otherVersions.add(queue);
        this.#options.tell({ kind: "lab", lab: id, event: { kind: "other-version" } });
      }
    }
  }

  #workerFor({ lab, queue }: Offer): LabWorker {
    const { graderFor, jobs, tell, tryAgainMs = [30_000, 60_000, 120_000, 300_000] } = this.#options;
    return new LabWorker({
      lab,
      queue,
      grader: graderFor(lab),
      redis: this.#redis,
      slots: this.#slots,
      jobs,
      rhythm: this.#rhythm,
      tryAgainMs,
      tell,
    });
  }

  async #announce(): Promise<void> {
    const { engine, jobs, signal } = this.#options;
    const announcement = {
      worker: this.name,
      host: hostname(),
      pid: process.pid,
      architecture: engine.architecture,
      engine: engine.version,
      jobs,
      busy: this.busy,
      draining: signal.aborted,
      labs: this.#labs.map(({ lab, queue }) => {
        const fitness = this.#workers.get(queue)?.fitness ?? ({ state: "untried" } as const);
        return { id: lab.id, queue, fitness };
      }),
    };
    await announce(this.#redis, announcement, livesFor(this.#rhythm));
  }
}
