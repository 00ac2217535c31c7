import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { hostname } from "node:os";

import type { Lab } from "@shipshape/core";

import type { Grader } from "../grading.ts";
import { announce } from "./announcement.ts";
import type { Client } from "./client.ts";
import { connect } from "./connect.ts";
import { LabWorker } from "./lab-worker.ts";
import { classKey, classSchema, queueOf, readAll, workerKey } from "./names.ts";
import { livesFor, type Rhythm, usualRhythm, withEachBeat } from "./rhythm.ts";
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
  /** How long a machine that is unfit waits before it tries again, in ms. */
  readonly tryAgainMs?: number;
  readonly rhythm?: Rhythm;
};

/** How long it may take to give back what is graded, in ms. */
const patience = 10_000;

/**
 * Grades what graders put into a Redis, lab by lab as classes ask for them, until the signal is aborted.
 * @throws ShipshapeError where there is no Redis
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { url, tell, signal, rhythm = usualRhythm, drainMs = 600_000 } = options;
  const offers = await Promise.all(options.labs.map(async (lab) => ({ lab, queue: await queueOf(lab) })));
  const redis = await connect(url);
  tell({ kind: "connected", labs: offers.length });
  const ended = new AbortController();
  tellOfLoss(redis, tell, ended.signal);
  const team = new Team(redis, offers, options, rhythm);
  const beating = withEachBeat(rhythm, ended.signal, () => team.beat());
  if (!signal.aborted) await once(signal, "abort");
  tell({ kind: "draining", left: team.busy });
  // Where Redis is gone, what is graded has nowhere to go.
  const [late, end] = redis.status === "ready" ? [drainMs, drainMs + patience] : [0, 0];
  const giveUp = setTimeout(() => redis.endAll(), end);
  await team.close(AbortSignal.timeout(late));
  clearTimeout(giveUp);
  ended.abort();
  if (redis.status === "ready") {
    await beating;
    await redis.del(workerKey(team.name));
  }
  redis.endAll();
}

/** Each try to connect that fails ends in a close of its own. */
function tellOfLoss(redis: Client, tell: TellWorker, ended: AbortSignal): void {
  let lost = false;
  redis.on("close", () => {
    if (!lost && !ended.aborted) tell({ kind: "lost" });
    lost = true;
  });
  redis.on("ready", () => {
    lost = false;
    tell({ kind: "back" });
  });
}

type Offer = { readonly lab: Lab; readonly queue: string };

/** What works on this machine, each for one lab. */
class Team {
  readonly name = `${hostname()}-${process.pid}-${randomUUID()}`;
  readonly #redis: Client;
  readonly #offers: readonly Offer[];
  readonly #options: WorkerOptions;
  readonly #rhythm: Rhythm;
  readonly #workers = new Map<string, LabWorker>();
  readonly #otherVersions = new Set<string>();

  constructor(redis: Client, offers: readonly Offer[], options: WorkerOptions, rhythm: Rhythm) {
    this.#redis = redis;
    this.#offers = offers;
    this.#options = options;
    this.#rhythm = rhythm;
  }

  get busy(): number {
    return this.#workers.values().reduce((sum, { busy }) => sum + busy, 0);
  }

  async beat(): Promise<void> {
    await this.#openAsked();
    await this.#announce();
  }

  async close(late: AbortSignal): Promise<void> {
    await Promise.all(this.#workers.values().map((worker) => worker.close(late)));
  }

  /** Each lab takes connections and has to be proved, so that is done when there is a class for it. */
  async #openAsked(): Promise<void> {
    const asked = (await readAll(this.#redis, classKey(""))).map((text) =>
      classSchema.parse(JSON.parse(text)),
    );
    // It may have come to its end meanwhile, and what is opened then is closed by nobody.
    if (this.#options.signal.aborted) return;
    const mine = asked.filter(({ queue }) => this.#offers.some((offer) => offer.queue === queue));
    // Classes that are graded at the same time get equal parts of the machine.
    const jobs = Math.max(1, Math.floor(this.#options.jobs / mine.length));
    for (const { lab: id, queue } of asked) {
      const offer = this.#offers.find(({ lab }) => lab.id === id);
      if (!offer) continue;
      if (offer.queue !== queue) this.#refuse(id, queue);
      else if (!this.#workers.has(queue)) this.#workers.set(queue, this.#workerFor(offer, jobs));
    }
    for (const { queue } of mine) {
      const worker = this.#workers.get(queue);
      if (worker) worker.jobs = jobs;
    }
  }

  #refuse(lab: string, queue: string): void {
    if (!this.#otherVersions.has(queue))
      this.#options.tell({ kind: "lab", lab, event: { kind: "other-version" } });
    this.#otherVersions.add(queue);
  }

  #workerFor({ lab, queue }: Offer, jobs: number): LabWorker {
    const { graderFor, tell, tryAgainMs = 60_000 } = this.#options;
    const options = {
      lab,
      queue,
      grader: graderFor(lab),
      redis: this.#redis,
      rhythm: this.#rhythm,
      tryAgainMs,
    };
    return new LabWorker({ ...options, tell: (event) => tell({ kind: "lab", lab: lab.id, event }) }, jobs);
  }

  async #announce(): Promise<void> {
    const { engine, jobs, signal } = this.#options;
    const labs = this.#offers.map(({ lab: { id }, queue }) => {
      return { id, queue, fitness: this.#workers.get(queue)?.fitness ?? ({ state: "untried" } as const) };
    });
    await announce(
      this.#redis,
      { worker: this.name, host: hostname(), engine, jobs, draining: signal.aborted, labs },
      livesFor(this.#rhythm),
    );
  }
}
