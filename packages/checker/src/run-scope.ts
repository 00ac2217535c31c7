import type { Progress } from "@shipshape/core";
import { type Engine, labels, newRunId, repositories } from "@shipshape/engine";
import type { ContainerInfo } from "dockerode";
import pLimit, { type LimitFunction } from "p-limit";

import { type DatabaseLease, DatabasePool } from "./database-pool.ts";
import type { DatabaseService } from "./database-server.ts";
import { describeEngine, type EngineFacts } from "./engine-facts.ts";
import { Removals } from "./removals.ts";

export type Network = {
  readonly name: string;
  /** Its containers are asked at ports of the engine's host; otherwise at their own addresses. */
  readonly publishes: boolean;
};

const noWayOut = { "com.docker.network.bridge.enable_ip_masquerade": "false" };
const noNeighbours = { "com.docker.network.bridge.enable_icc": "false" };

/**
 * What one process of ours makes on an engine, and gives back: containers, tags and networks that carry its id.
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
  readonly #removals: Removals;
  readonly #databases = new DatabasePool(this);
  #network: Promise<Network> | undefined;
  #tags = 0;
  #networks = 0;

  /** @param options with `keep`, nothing is removed, nor swept later: only `shipshape clean` takes it away */
  constructor(engine: Engine, { keep = false }: { readonly keep?: boolean } = {}) {
    this.engine = engine;
    this.#keep = keep;
    this.#removals = new Removals(engine, { keep });
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
    this.#network ??= this.#createNetwork(`shipshape-${this.id}`, { ...noWayOut, ...noNeighbours }).catch(
      (error: unknown) => {
        // What failed may go well for the next submission.
        this.#network = undefined;
        throw error;
      },
    );
    return this.#network;
  }

  /** A network whose containers reach one another, and nothing else. */
  newNetwork(): Promise<Network> {
    return this.#createNetwork(`shipshape-${this.id}-${++this.#networks}`, noWayOut);
  }

  async #createNetwork(name: string, options: Record<string, string>): Promise<Network> {
    const { reachesContainers } = await this.facts;
    const network = { name, publishes: !reachesContainers || this.#keep };
    await this.engine.docker.createNetwork({
      Name: name,
      Labels: this.labels,
      // An internal network publishes no ports; it is made, used and removed in two thirds of the time.
      Internal: !network.publishes,
      Options: options,
    });
    return network;
  }

  /** A database for one submission, which begins to be made now. Its server is removed with this scope. */
  database(service: DatabaseService, progress: Progress): DatabaseLease {
    return this.#databases.lend(service, progress, async (ready) => {
      if (this.#keep) await ready.then((database) => database.allow()).catch(() => undefined);
      else void this.#removals.begin(async () => (await ready).drop());
    });
  }

  containers(): Promise<ContainerInfo[]> {
    return this.engine.docker.listContainers({ all: true, filters: { label: [`${labels.run}=${this.id}`] } });
  }

  /** Takes it off its network too, so that the network need not wait for its end. */
  removeContainer(id: string, network?: Network): void {
    this.#removals.container(id);
    if (network) this.leaveNetwork(id, network);
  }

  leaveNetwork(container: string, network: Network): void {
    this.#removals.departure(container, network);
  }

  removeNetwork(network: Network): void {
    this.#removals.network(network);
  }

  removeImage(tag: string): void {
    this.#removals.image(tag);
  }

  /** What cannot be removed now, because the engine has gone for example, is swept by a later run. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#keep) return;
    await this.#databases.close();
    await Promise.all([this.#removals.settled(), this.#removeSharedNetwork()]);
    await this.#lastLook().catch(() => undefined);
  }

  /** It needs its containers to have left only, not to have ended. */
  async #removeSharedNetwork(): Promise<void> {
    const network = await this.#network?.catch(() => undefined);
    await this.#removals.departed();
    if (network) await this.#removals.begin(() => this.engine.docker.getNetwork(network.name).remove());
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
    for (const { Name } of networks) this.removeNetwork({ name: Name, publishes: false });
    await this.#removals.settled();
  }

  async #images(): Promise<string[]> {
    const images = await this.engine.docker.listImages({
      filters: { reference: [`${repositories.run}:${this.id}-*`] },
    });
    return images.flatMap(({ RepoTags }) => RepoTags ?? []);
  }
}
