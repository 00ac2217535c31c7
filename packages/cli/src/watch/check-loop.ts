/** One check at a time: a newer one is begun when the older one, which is cancelled for it, has ended. */
export class CheckLoop {
  readonly #check: (signal: AbortSignal) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #current: AbortController | undefined;
  #running: Promise<void> | undefined;
  #wanted = false;

  /**
   * @param check throws its signal's reason when that is aborted
   * @param onFailure told what a check throws of itself
   */
  constructor(check: (signal: AbortSignal) => Promise<void>, onFailure: (error: unknown) => void) {
    this.#check = check;
    this.#onFailure = onFailure;
  }

  /** Begins a check, now or as soon as the one that goes on is cancelled. */
  again(): void {
    this.#wanted = true;
    this.#current?.abort(superseded);
    this.#running ??= this.#run();
  }

  /** Cancels the check that goes on, and waits for its end. */
  async stop(): Promise<void> {
    this.#wanted = false;
    this.#current?.abort(superseded);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      const { signal } = (this.#current = new AbortController());
      try {
        await this.#check(signal);
      } catch (error) {
        if (!signal.aborted) this.#onFailure(error);
      } finally {
        this.#current = undefined;
      }
    }
    this.#running = undefined;
  }
}

const superseded = new Error("A newer check has taken this one's place.");
