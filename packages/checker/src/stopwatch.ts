/** The stages of a gathering, in the order in which they begin; experiments go on beside the run. */
export type Stage = "read" | "build" | RunStage | "experiments";

/** The stages of a container's run, which are measured as one. */
export type RunStage = "start" | "ask" | "look";

/** Measures how long the stages of one gathering take, in ms. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};
  readonly #onStage: (stage: Stage) => void;

  /** @param onStage told each stage's name as it begins */
  constructor(onStage: (stage: Stage) => void) {
    this.#onStage = onStage;
  }

  begin(stage: Stage): void {
    this.#onStage(stage);
  }

  time<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> {
    this.begin(stage);
    return this.measure(stage, work);
  }

  /** Measures a part of a stage, under a name of its own. */
  async measure<Result>(part: string, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.timings[part] = Math.round(performance.now() - startedAt);
    }
  }
}
