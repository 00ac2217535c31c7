import { type Engine, labels, newRunId } from "@shipshape/engine";
import type { ContainerInfo } from "dockerode";

/**
 * What one process of ours makes on an engine, and gives back: containers, tags and a network that carry its id.
 * Removals go on while the next step works; disposing of the scope waits for them and looks for what is left.
 */
export class RunScope implements AsyncDisposable {
  readonly id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly engine: Engine;
  readonly #keep: boolean;
  readonly #removals = new Set<Promise<unknown>>();
  #network: Promise<string> | undefined;
  #tags = 0;

  /** @param options with `keep`, nothing is removed, nor swept later: only `shipshape clean` takes it away */
  constructor(engine: Engine, { keep = false }: { readonly keep?: boolean } = {}) {
    this.engine = engine;
    this.#keep = keep;
    this.id = keep ? `kept-${newRunId()}` : newRunId();
    this.labels = { [labels.run]: this.id };
  }

  /** A tag that nothing else ever had. */
  newTag(): string {
    return `shipshape/run:${this.id}-${++this.#tags}`;
  }

  /**
   * The network of this scope's containers: what they publish can be asked, and they reach neither the internet
   * nor one another.
   */
  network(): Promise<string> {
    this.#network ??= this.engine.docker
      .createNetwork({
        Name: `shipshape-${this.id}`,
        Labels: this.labels,
        Options: {
          "com.docker.network.bridge.enable_ip_masquerade": "false",
          "com.docker.network.bridge.enable_icc": "false",
        },
      })
      .then(({ id }) => id);
    return this.#network;
  }

  containers(): Promise<ContainerInfo[]> {
    return this.engine.docker.listContainers({ all: true, filters: { label: [`${labels.run}=${this.id}`] } });
  }

  removeContainer(id: string): void {
    this.#remove(() => this.engine.docker.getContainer(id).remove({ force: true, v: true }));
  }

  /** Waits for the containers that are going: an image in use would lose its tag, and stay. */
  removeImage(tag: string): void {
    const before = [...this.#removals];
    this.#remove(async () => {
      await Promise.all(before);
      await this.engine.docker.getImage(tag).remove({ force: true });
    });
  }

  /** What is gone, or going, is removed well enough; the last look in disposing finds the rest. */
  #remove(removal: () => Promise<unknown>): void {
    if (this.#keep) return;
    const settled = removal()
      .catch(() => undefined)
      .finally(() => this.#removals.delete(settled));
    this.#removals.add(settled);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#keep) return;
    const { docker } = this.engine;
    await Promise.all(this.#removals);
    const [containers, images] = await Promise.all([
      this.containers(),
      docker.listImages({ filters: { reference: [`shipshape/run:${this.id}-*`] } }),
    ]);
    for (const { Id } of containers) this.removeContainer(Id);
    await Promise.all(this.#removals);
    for (const tag of images.flatMap(({ RepoTags }) => RepoTags ?? [])) this.removeImage(tag);
    const network = await this.#network?.catch(() => undefined);
    if (network !== undefined) this.#remove(() => docker.getNetwork(network).remove());
    await Promise.all(this.#removals);
  }
}
