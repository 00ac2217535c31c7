import { GenericContainer, Wait } from "testcontainers";

import type { Network } from "./run-scope.ts";

export type DatabaseContainerRequest = {
  readonly image: string;
  readonly rootPassword: string;
  readonly network: Network;
  readonly labels: Readonly<Record<string, string>>;
  /** Told the container's id once there is one, before it starts. */
  readonly onCreated: (id: string) => void;
};

const dataFolder = "/var/lib/mysql";

/** Small and without delays: nothing in it has to outlive it, and some rows are all that it holds. */
const options = [
  // A name server that is not there would be asked for the name of each client.
  "--skip-name-resolve",
  "--performance-schema=OFF",
  "--innodb-buffer-pool-size=32M",
  "--innodb-log-file-size=8M",
  "--innodb-use-native-aio=OFF",
  "--max-connections=500",
  // A full disk ends the server, for everybody who is on it; a full tablespace is an error of who filled it.
  "--innodb-file-per-table=OFF",
  "--innodb-data-file-path=ibdata1:12M:autoextend:max:256M",
  "--enforce-storage-engine=InnoDB",
  "--max-session-mem-used=32M",
  "--max-allowed-packet=1M",
];

/**
 * A MariaDB server as the official image starts it, with its data in memory. Root can come from within the
 * container alone.
 */
export class DatabaseContainer extends GenericContainer {
  protected override readonly containerCreated: (id: string) => Promise<void>;

  constructor({ image, rootPassword, network, labels, onCreated }: DatabaseContainerRequest) {
    super(image);
    this.containerCreated = async (id) => onCreated(id);
    // Its reaper is an image from a registry; what is left behind is swept by label.
    this.withAutoCleanup(false);
    this.withWaitStrategy(Wait.forAll([]));
    this.withEnvironment({ MARIADB_ROOT_PASSWORD: rootPassword, MARIADB_ROOT_HOST: "localhost" });
    this.withLabels(labels);
    this.withNetworkMode(network.name);
    this.withCommand(options);
    // Also in place of the volume that the official image would get.
    this.withTmpFs({ [dataFolder]: "size=512m" });
    this.hostConfig = {
      ...this.hostConfig,
      Memory: 1_000_000_000,
      MemorySwap: 1_000_000_000,
      PidsLimit: 1_000,
      // It stands on the network of every submission, and must not pass anything on between them.
      Sysctls: { "net.ipv4.ip_forward": "0" },
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "1" } },
    };
  }
}
