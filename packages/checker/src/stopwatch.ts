/** Measures how long the stages of one gathering take, in ms. */
export class Stopwatch {
  readonly timings: Record<string, number> = {};

  async time<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.timings[stage] = Math.round(performance.now() - startedAt);
    }
  }
}
