import { RunScope } from "@shipshape/checker";
import type { Progress } from "@shipshape/core";
import { type Engine, openEngine, ping, sweepDeadRuns } from "@shipshape/engine";

import { type EngineWatch, watchEngine } from "./engine-watch.ts";

/** How long an engine may take to say that it is there, in ms. */
const patience = 20_000;

/** What a run makes on an engine, for as long as that engine lives. */
export type Held = {
  readonly scope: RunScope;
  /** Aborted when the engine goes, if it comes back at once too: what was seen meanwhile says nothing. */
  readonly lost: AbortSignal;
};

type Open = Held & { readonly watch: EngineWatch };

/**
 * An engine, and what a run makes on it. The engine may go while a class is graded, and come back: what was made on
 * it before may then be gone, and is made anew.
 */
export class EngineSession implements AsyncDisposable {
  readonly #progress: Progress;
  #engine: Promise<Engine> | undefined;
  #held: Promise<Open> | undefined;
  #renewing: Promise<void> | undefined;
  /** Of an engine that went. Works that began with one may still make something that nobody else gives back. */
  readonly #former = new Set<RunScope>();

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  /** @throws ShipshapeError where there is no engine, and none can be brought up */
  engine(): Promise<Engine> {
    this.#engine ??= openEngine(this.#progress).catch((error: unknown) => {
      this.#engine = undefined;
      throw error;
    });
    return this.#engine;
  }

  /**
   * What is made on the engine, for the first time after a sweep of what dead runs left there.
   * @throws as `engine`
   */
  held(): Promise<Held> {
    this.#held ??= this.#open().catch((error: unknown) => {
      this.#held = undefined;
      throw error;
    });
    return this.#held;
  }

  /** To be called when something failed on our side: an engine that no longer answers is looked for, or brought up, again. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Does work, and does it once more where the engine went meanwhile. */
  async insist<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#engine;
    try {
      return await work();
    } catch (error) {
      await this.renew();
      if (this.#engine === before) throw error;
      return work();
    }
  }

  /** Takes away what was made on the engine, and what dead runs left there. What comes next makes it anew. */
  async tidy(): Promise<void> {
    const held = await this.#held?.catch(() => undefined);
    this.#held = undefined;
    if (held) await this.#giveBack(held);
    else await this.insist(async () => sweepDeadRuns(await this.engine()));
  }

  async #renew(): Promise<void> {
    const old = await this.#held?.catch(() => undefined);
    if (!old?.lost.aborted && this.#engine && (await answers(this.#engine))) return;
    if (old) this.#retire(old);
    this.#engine = undefined;
    this.#held = undefined;
    await this.held();
  }

  async #open(): Promise<Open> {
    const engine = await this.engine();
    await sweepDeadRuns(engine);
    const scope = new RunScope(engine);
    // A scope keeps what the engine said of itself: one that could not tell is not kept.
    await scope.facts;
    // Last, as nobody would give it back if something failed after it.
    const watch = await watchEngine(engine);
    return { scope, watch, lost: watch.lost };
  }

  #retire({ scope, watch }: Open): void {
    watch[Symbol.dispose]();
    this.#former.add(scope);
  }

  async #giveBack(held: Open): Promise<void> {
    this.#retire(held);
    const scopes = [...this.#former];
    this.#former.clear();
    for (const scope of scopes) await scope[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const held = await this.#held?.catch(() => undefined);
    if (held) await this.#giveBack(held);
  }
}

async function answers(engine: Promise<Engine>): Promise<boolean> {
  return engine
    .then(({ docker }) => ping(docker, AbortSignal.timeout(patience)))
    .then(
      () => true,
      () => false,
    );
}
