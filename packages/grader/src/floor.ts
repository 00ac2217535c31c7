/** What came of work, and whether other work went on beside it at any time. */
type Done<Result> = { readonly result: Result; readonly hadCompany: boolean };

/** Lets works go on beside one another, or one of them alone. */
export class Floor {
  readonly #going = new Set<Promise<unknown>>();
  #begun = 0;
  #alone: Promise<unknown> | undefined;

  /** Does work as soon as nothing is done alone. */
  async beside<Result>(work: () => Promise<Result>): Promise<Done<Result>> {
    while (this.#alone) await this.#alone;
    const own = ++this.#begun;
    const first = this.#going.size === 0;
    const result = work();
    const settled = result.then(ignore, ignore).finally(() => this.#going.delete(settled));
    this.#going.add(settled);
    return { result: await result, hadCompany: !first || this.#begun !== own };
  }

  /** Does work when all that goes on has ended; nothing begins until it has. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#alone;
    const turn = (async () => {
      await before;
      await Promise.all(this.#going);
      return work();
    })();
    const settled: Promise<unknown> = turn.then(ignore, ignore).finally(() => {
      if (this.#alone === settled) this.#alone = undefined;
    });
    this.#alone = settled;
    return turn;
  }
}

const ignore = () => undefined;
