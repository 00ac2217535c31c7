/** Measures how long the stages of one gathering take, in ms. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  readonly #onStage: (stage: string) => void;

  /** @param onStage told each stage's name as it begins */
  constructor(onStage: (stage: string) => void) {
    this.#onStage = onStage;
  }

  async time<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    this.#onStage(stage);
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.timings[stage] = Math.round(performance.now() - startedAt);
    }
  }
}
