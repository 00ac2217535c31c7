import { setTimeout as sleep } from "node:timers/promises";

import { RunScope } from "@shipshape/checker";
import { type Engine, ping } from "@shipshape/engine";

/** How often an engine that has gone is asked whether it is back, in ms. */
const askAgain = 1_000;

/** An engine, and what is made on it while a folder is watched. It may go in between, and come back. */
export class WatchedEngine implements AsyncDisposable {
  readonly engine: Engine;
  #scope: RunScope;

  constructor(engine: Engine) {
    this.engine = engine;
    this.#scope = new RunScope(engine);
  }

  get scope(): RunScope {
    return this.#scope;
  }

  /** @throws the signal's reason, also while the engine neither answers nor refuses */
  async answers(signal: AbortSignal): Promise<boolean> {
    try {
      await ping(this.engine.docker, signal);
      return true;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }

  /**
   * Waits until the engine answers again. What was made on it before may be gone with it, and is made anew.
   * @throws the signal's reason
   */
  async untilBack(signal: AbortSignal): Promise<void> {
    while (!(await this.answers(signal))) await sleep(askAgain, undefined, { signal });
    const old = this.#scope;
    this.#scope = new RunScope(this.engine);
    await old[Symbol.asyncDispose]().catch(() => undefined);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#scope[Symbol.asyncDispose]();
  }
}
