import { type Engine, labels, newRunId, repositories } from "@shipshape/engine";
import type { ContainerInfo } from "dockerode";
import pLimit, { type LimitFunction } from "p-limit";

import { describeEngine, type EngineFacts } from "./engine-facts.ts";

export type Network = {
  readonly name: string;
  /** Its containers are asked at ports of the engine's host; otherwise at their own addresses. */
  readonly publishes: boolean;
};

/**
 * What one process of ours makes on an engine, and gives back: containers, tags and a network that carry its id.
 * Removals go on while the next step works; disposing of the scope waits for them and looks for what is left.
 */
export class RunScope implements AsyncDisposable {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly engine: Engine;
  /** What the engine says of itself. */
  readonly facts: Promise<EngineFacts>;
  readonly #keep: boolean;
  readonly #room: Promise<LimitFunction>;
  readonly #removals = new Set<Promise<unknown>>();
  readonly #departures: Promise<unknown>[] = [];
  #network: Promise<Network> | undefined;
  #tags = 0;

  /** @param options with `keep`, nothing is removed, nor swept later: only `shipshape clean` takes it away */
  constructor(engine: Engine, { keep = false }: { readonly keep?: boolean } = {}) {
    this.engine = engine;
    this.#keep = keep;
    this.id = keep ? `kept-${newRunId()}` : newRunId();
    this.labels = { [labels.run]: this.id };
    this.facts = describeEngine(engine);
    // Whoever needs it hears of a failure.
    this.facts.catch(() => undefined);
    this.#room = this.facts.then(({ processors }) => pLimit(processors));
    this.#room.catch(() => undefined);
  }

  /** Does work beside other work of this scope, as much at once as the engine has processors. */
  async whenThereIsRoom<Result>(work: () => Promise<Result>): Promise<Result> {
    return (await this.#room)(work);
  }

  /** A tag that nothing else ever had. */
  newTag(): string {
    return `${repositories.run}:${this.id}-${++this.#tags}`;
  }

  /** The network of this scope's containers: they can be asked, and reach neither the internet nor one another. */
  network(): Promise<Network> {
    this.#network ??= this.#createNetwork();
    return this.#network;
  }

  async #createNetwork(): Promise<Network> {
    const { reachesContainers } = await this.facts;
    const network = { name: `shipshape-${this.id}`, publishes: !reachesContainers || this.#keep };
    await this.engine.docker.createNetwork({
      Name: network.name,
      Labels: this.labels,
      // An internal network publishes no ports; it is made, used and removed in two thirds of the time.
      Internal: !network.publishes,
      Options: {
        "com.docker.network.bridge.enable_ip_masquerade": "false",
        "com.docker.network.bridge.enable_icc": "false",
      },
    });
    return network;
  }

  containers(): Promise<ContainerInfo[]> {
    return this.engine.docker.listContainers({ all: true, filters: { label: [`${labels.run}=${this.id}`] } });
  }

  /** Takes it off the network too, so that the network need not wait for its end. */
  removeContainer(id: string): void {
    void this.#remove(() => this.engine.docker.getContainer(id).remove({ force: true, v: true }));
    this.#departures.push(this.#remove(() => this.#disconnect(id)));
  }

  async #disconnect(container: string): Promise<void> {
    const network = await this.#network;
    if (network)
      await this.engine.docker.getNetwork(network.name).disconnect({ Container: container, Force: true });
  }

  /** Waits for the containers that are going: an image in use would lose its tag, and stay. */
  removeImage(tag: string): void {
    const before = [...this.#removals];
    void this.#remove(async () => {
      await Promise.all(before);
      await this.engine.docker.getImage(tag).remove({ force: true });
    });
  }

  /** What is gone, or going, is removed well enough; the last look in disposing finds the rest. */
  #remove(removal: () => Promise<unknown>): Promise<unknown> {
    if (this.#keep) return Promise.resolve();
    const settled = removal()
      .catch(() => undefined)
      .finally(() => this.#removals.delete(settled));
    this.#removals.add(settled);
    return settled;
  }

  async #removeNetwork(): Promise<void> {
    const network = await this.#network?.catch(() => undefined);
    await Promise.all(this.#departures);
    if (network) await this.#remove(() => this.engine.docker.getNetwork(network.name).remove());
  }

  /** What cannot be removed now, because the engine has gone for example, is swept by a later run. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#keep) return;
    await Promise.all([...this.#removals, this.#removeNetwork()]);
    await this.#lastLook().catch(() => undefined);
  }

  async #lastLook(): Promise<void> {
    const filters = { label: [`${labels.run}=${this.id}`] };
    const [containers, images, networks] = await Promise.all([
      this.containers(),
      this.#images(),
      this.engine.docker.listNetworks({ filters }),
    ]);
    for (const { Id } of containers) this.removeContainer(Id);
    for (const tag of images) this.removeImage(tag);
    await Promise.all(this.#removals);
    if (networks.length > 0) await this.#removeNetwork();
  }

  async #images(): Promise<string[]> {
    const images = await this.engine.docker.listImages({
      filters: { reference: [`${repositories.run}:${this.id}-*`] },
    });
    return images.flatMap(({ RepoTags }) => RepoTags ?? []);
  }
}
