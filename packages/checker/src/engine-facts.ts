import type { Evidence } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";

export type EngineFacts = Omit<Evidence["engine"], "standIns"> & {
  readonly processors: number;
  /** User ids in a container are other ids on the host, so a look from the host cannot tell root. */
  readonly remapsUsers: boolean;
  /** A container's own address can be reached from here, so that nothing has to be published. */
  readonly reachesContainers: boolean;
};

type Info = {
  ServerVersion: string;
  Architecture: string;
  NCPU: number;
  OperatingSystem: string;
  Driver: string;
  DriverStatus?: [string, string][] | null;
  SecurityOptions?: string[] | null;
};

/** What an engine says of itself, as far as it bears on what is observed. */
export async function describeEngine(engine: Engine): Promise<EngineFacts> {
  const info: Info = await engine.docker.info();
  const containerd = info.DriverStatus?.some(([, value]) => value.startsWith("io.containerd.snapshotter"));
  const options = info.SecurityOptions ?? [];
  return {
    version: info.ServerVersion,
    architecture: info.Architecture,
    processors: info.NCPU,
    store: containerd ? "containerd" : info.Driver === "overlay2" ? "overlay2" : "other",
    remapsUsers: options.some((option) => /name=(?:userns|rootless)/.test(option)),
    // The engine runs beside us, and not in a virtual machine, a container or a user's own network namespace.
    reachesContainers:
      process.platform === "linux" &&
      engine.host.startsWith("unix:") &&
      engine.address === "127.0.0.1" &&
      !info.OperatingSystem.includes("Docker Desktop") &&
      !options.includes("name=rootless"),
  };
}
