import type { Lab } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";
import { GenericContainer, Wait } from "testcontainers";

export type ContainerRequest = {
  readonly engine: Engine;
  readonly imageId: string;
  readonly hostname: string;
  readonly ports: readonly number[];
  readonly network: string;
  readonly limits: Pick<Lab["limits"], "memory" | "processes">;
  readonly labels: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Files that are put into it before it starts. */
  readonly files: readonly { readonly content: string; readonly target: string }[];
  /** Told the container's id once there is one, before it starts. */
  readonly onCreated: (id: string) => void;
};

/**
 * A container of a learner's image, under limits, that nobody outside this machine reaches. It reaches nobody.
 * Testcontainers has no words for some of the limits, but lets a subclass set them.
 */
export class LearnerContainer extends GenericContainer {
  protected override readonly containerCreated: (id: string) => Promise<void>;

  constructor(request: ContainerRequest) {
    const { engine, imageId, hostname, ports, network, limits, labels, environment, files } = request;
    super(imageId.replace("sha256:", ""));
    this.containerCreated = async (id) => request.onCreated(id);
    // Its reaper is an image from a registry; what is left behind is swept by label.
    this.withAutoCleanup(false);
    this.withWaitStrategy(Wait.forAll([]));
    this.withExposedPorts(...ports);
    this.withEnvironment(environment);
    this.withLabels(labels);
    this.withNetworkMode(network);
    this.withCopyContentToContainer(files.map((file) => ({ ...file, mode: 0o644 })));
    this.createOpts.Hostname = hostname;
    const loopback = engine.address === "127.0.0.1";
    this.hostConfig = {
      ...this.hostConfig,
      PortBindings: Object.fromEntries(
        ports.map((port) => [`${port}/tcp`, [{ HostIp: loopback ? "127.0.0.1" : "", HostPort: "" }]]),
      ),
      Memory: limits.memory,
      MemorySwap: limits.memory,
      PidsLimit: limits.processes,
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "1" } },
    };
  }
}
