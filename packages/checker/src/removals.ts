import type { Engine } from "@shipshape/engine";

import type { Network } from "./run-scope.ts";

/**
 * Takes away what a run made on an engine, while the next step works. What is gone, or going, is removed well
 * enough: none of these fails.
 */
export class Removals {
  readonly #engine: Engine;
  readonly #keep: boolean;
  readonly #going = new Set<Promise<unknown>>();
  readonly #departures = new Set<Promise<unknown>>();

  /** @param options with `keep`, nothing is removed */
  constructor(engine: Engine, { keep }: { readonly keep: boolean }) {
    this.#engine = engine;
    this.#keep = keep;
  }

  container(id: string): void {
    void this.begin(() => this.#engine.docker.getContainer(id).remove({ force: true, v: true }));
  }

  departure(container: string, { name }: Network): void {
    const leaving = () =>
      this.#engine.docker.getNetwork(name).disconnect({ Container: container, Force: true });
    const departure = this.begin(leaving).finally(() => this.#departures.delete(departure));
    this.#departures.add(departure);
  }

  /** Waits for the containers that are leaving it: a network in use stays. */
  network({ name }: Network): void {
    this.#beginLast(() => this.#engine.docker.getNetwork(name).remove());
  }

  /** Waits for the containers that are going: an image in use would lose its tag, and stay. */
  image(tag: string): void {
    this.#beginLast(() => this.#engine.docker.getImage(tag).remove({ force: true }));
  }

  /** @returns what settles, and never rejects, when the removal has ended */
  begin(removal: () => Promise<unknown>): Promise<unknown> {
    if (this.#keep) return Promise.resolve();
    const settled = removal()
      .catch(() => undefined)
      .finally(() => this.#going.delete(settled));
    this.#going.add(settled);
    return settled;
  }

  /** Begins a removal when all have ended that go on now. */
  #beginLast(removal: () => Promise<unknown>): void {
    const before = this.settled();
    void this.begin(() => before.then(removal));
  }

  /** Waits for all removals that go on now. */
  async settled(): Promise<void> {
    await Promise.all(this.#going);
  }

  /** Waits until containers are off the networks that they were told to leave. */
  async departed(): Promise<void> {
    await Promise.all(this.#departures);
  }
}
