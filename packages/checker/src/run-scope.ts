import type { Progress } from "@shipshape/core";
import { type Engine, labels, newRunId, repositories } from "@shipshape/engine";
import type { ContainerInfo } from "dockerode";
import pLimit, { type LimitFunction } from "p-limit";

import type { Database } from "./database.ts";
import type { DatabaseServer, DatabaseService } from "./database-server.ts";
import { describeEngine, type EngineFacts } from "./engine-facts.ts";

export type Network = {
  readonly name: string;
  /** Its containers are asked at ports of the engine's host; otherwise at their own addresses. */
  readonly publishes: boolean;
};

const noWayOut = { "com.docker.network.bridge.enable_ip_masquerade": "false" };
const noNeighbours = { "com.docker.network.bridge.enable_icc": "false" };

/** A database that is being made for one submission; disposing of it removes it. */
export type DatabaseLease = AsyncDisposable & { readonly ready: Promise<Database> };

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
  readonly #removals = new Set<Promise<unknown>>();
  readonly #departures: Promise<unknown>[] = [];
  readonly #databaseServers = new Map<string, Promise<DatabaseServer>>();
  readonly #closing = new AbortController();
  #network: Promise<Network> | undefined;
  #tags = 0;
  #networks = 0;

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
    this.#network ??= this.#createNetwork(`shipshape-${this.id}`, { ...noWayOut, ...noNeighbours });
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

  /**
   * A database for one submission, which begins to be made now. The server behind it is started for the first one,
   * serves all that follow, and is removed with this scope.
   */
  database(service: DatabaseService, progress: Progress): DatabaseLease {
    const ready = this.#provideDatabase(service, progress);
    // Whoever needs it hears of a failure.
    ready.catch(() => undefined);
    const giveBack = () => ready.then((database) => (this.#keep ? database.allow() : database.drop()));
    return {
      ready,
      [Symbol.asyncDispose]: async () => {
        if (this.#keep) await giveBack().catch(() => undefined);
        else void this.#remove(giveBack);
      },
    };
  }

  async #provideDatabase(service: DatabaseService, progress: Progress): Promise<Database> {
    // These bring Testcontainers with them, which takes longer to import than a cached build.
    const [{ startDatabaseServer }, { provideDatabase }] = await Promise.all([
      import("./database-server.ts"),
      import("./database.ts"),
    ]);
    this.#closing.signal.throwIfAborted();
    const { image } = service;
    const server =
      this.#databaseServers.get(image) ?? startDatabaseServer(this, service, this.#closing.signal, progress);
    this.#databaseServers.set(image, server);
    // What failed may go well for the next submission.
    server.catch(() => this.#databaseServers.delete(image));
    return provideDatabase(this, server);
  }

  containers(): Promise<ContainerInfo[]> {
    return this.engine.docker.listContainers({ all: true, filters: { label: [`${labels.run}=${this.id}`] } });
  }

  /** Takes it off its network too, so that the network need not wait for its end. */
  removeContainer(id: string, network?: Network): void {
    void this.#remove(() => this.engine.docker.getContainer(id).remove({ force: true, v: true }));
    if (network) this.leaveNetwork(id, network);
  }

  leaveNetwork(container: string, { name }: Network): void {
    const leaving = () =>
      this.engine.docker.getNetwork(name).disconnect({ Container: container, Force: true });
    this.#departures.push(this.#remove(leaving));
  }

  /** Waits for the containers that are leaving it: a network in use stays. */
  removeNetwork({ name }: Network): void {
    const before = [...this.#removals];
    void this.#remove(async () => {
      await Promise.all(before);
      await this.engine.docker.getNetwork(name).remove();
    });
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

  async #removeSharedNetwork(): Promise<void> {
    const network = await this.#network?.catch(() => undefined);
    await Promise.all(this.#departures);
    if (network) await this.#remove(() => this.engine.docker.getNetwork(network.name).remove());
  }

  async #removeDatabaseServers(): Promise<void> {
    const servers = await Promise.allSettled(this.#databaseServers.values());
    const network = await this.#network?.catch(() => undefined);
    for (const server of servers)
      if (server.status === "fulfilled") this.removeContainer(server.value.container.id, network);
  }

  /** What cannot be removed now, because the engine has gone for example, is swept by a later run. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#keep) return;
    this.#closing.abort(new Error("The run was ended."));
    await this.#removeDatabaseServers();
    await Promise.all([...this.#removals, this.#removeSharedNetwork()]);
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
    for (const { Name } of networks) this.removeNetwork({ name: Name, publishes: false });
    await Promise.all(this.#removals);
  }

  async #images(): Promise<string[]> {
    const images = await this.engine.docker.listImages({
      filters: { reference: [`${repositories.run}:${this.id}-*`] },
    });
    return images.flatMap(({ RepoTags }) => RepoTags ?? []);
  }
}
