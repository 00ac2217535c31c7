/** The stages of a gathering, in their order. */
export type Stage = "read" | "build" | "run";

/** Measures how long the stages of one gathering take, in ms. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  readonly #onStage: (stage: Stage) => void;

  /** @param onStage told each stage's name as it begins */
  constructor(onStage: (stage: Stage) => void) {
    this.#onStage = onStage;
  }

  async time<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    this.#onStage(stage);
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.timings[stage] = Math.round(performance.now() - startedAt);
    }
  }
}
