import type { Lab } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";

import type { Network } from "./run-scope.ts";

export type ContainerRequest = {
  readonly engine: Engine;
  readonly imageId: string;
  readonly hostname: string;
  readonly ports: readonly number[];
  readonly network: Network;
  readonly limits: Pick<Lab["limits"], "memory" | "processes">;
  readonly labels: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Files that are put into it before it starts. */
  readonly files: readonly { readonly content: string; readonly target: string }[];
  /** Told the container's id once there is one, before it starts. */
  readonly onCreated: (id: string) => void;
};

/**
 * Has Testcontainers use an engine of our choice: it reads where to find one from the environment, once a process.
 * Its own search would pull an image to find out where published ports answer.
 */
export function connectTestcontainers(engine: Engine): Promise<unknown> {
  Object.assign(process.env, engine.environment, {
    DOCKER_HOST: engine.host,
    TESTCONTAINERS_HOST_OVERRIDE: engine.address,
  });
  return getContainerRuntimeClient();
}

/**
 * A container of a learner's image, under limits. It reaches neither the internet nor another container.
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
    this.withEnvironment(environment);
    this.withLabels(labels);
    this.withNetworkMode(network.name);
    this.withCopyContentToContainer(files.map((file) => ({ ...file, mode: 0o644 })));
    this.createOpts.Hostname = hostname;
    if (network.publishes) this.withExposedPorts(...ports);
    const onlyHere = { HostIp: engine.address === "127.0.0.1" ? "127.0.0.1" : "", HostPort: "" };
    this.hostConfig = {
      ...this.hostConfig,
      PortBindings: Object.fromEntries(
        network.publishes ? ports.map((port) => [`${port}/tcp`, [onlyHere]]) : [],
      ),
      Memory: limits.memory,
      MemorySwap: limits.memory,
      PidsLimit: limits.processes,
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "1" } },
    };
  }
}
