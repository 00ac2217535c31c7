import { RunScope } from "@shipshape/checker";
import type { Progress } from "@shipshape/core";
import { type Engine, openEngine, ping, sweepDeadRuns } from "@shipshape/engine";

/** How long an engine may take to say that it is there, in ms. */
const patience = 20_000;

/**
 * An engine, and what a run makes on it. The engine may go while a class is graded, and come back: what was made on
 * it before may then be gone, and is made anew.
 */
export class EngineSession implements AsyncDisposable {
  readonly #progress: Progress;
  #engine: Promise<Engine> | undefined;
  #scope: Promise<RunScope> | undefined;
  #renewing: Promise<void> | undefined;

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
  scope(): Promise<RunScope> {
    this.#scope ??= this.#open().catch((error: unknown) => {
      this.#scope = undefined;
      throw error;
    });
    return this.#scope;
  }

  /** To be called when something failed on our side: an engine that no longer answers is looked for, or brought up, again. */
  renew(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    const old = await this.#scope?.catch(() => undefined);
    if (old && (await answers(old))) return;
    this.#engine = undefined;
    this.#scope = undefined;
    await this.scope();
    await old?.[Symbol.asyncDispose]();
  }

  async #open(): Promise<RunScope> {
    const engine = await this.engine();
    await sweepDeadRuns(engine);
    return new RunScope(engine);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const scope = await this.#scope?.catch(() => undefined);
    await scope?.[Symbol.asyncDispose]();
  }
}

async function answers(scope: RunScope): Promise<boolean> {
  return ping(scope.engine.docker, AbortSignal.timeout(patience)).then(
    () => true,
    () => false,
  );
}
