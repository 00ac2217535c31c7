import { createHash } from "node:crypto";
import { join } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";

import type { Release } from "./releases.ts";

/** Where everything that outlives a command is kept; one for the machine, so that another clone shares it. */
export function stateFolder(): string {
  return process.env["SHIPSHAPE_STATE"] || "/var/lib/shipshape";
}

/** Where sockets and pid files are. */
function runFolder(): string {
  return process.env["SHIPSHAPE_STATE"] ? join(stateFolder(), "run") : "/run/shipshape";
}

/** Where the parts of one engine of ours are. */
export type EnginePaths = ReturnType<typeof enginePaths>;

export function enginePaths(release: Release) {
  const state = join(stateFolder(), "engine", release.name);
  const run = join(runFolder(), release.name);
  return {
    release,
    state,
    run,
    /** The unpacked packages. */
    programs: join(state, "programs"),
    data: join(state, "data"),
    log: join(state, "dockerd.log"),
    configuration: join(state, "daemon.json"),
    /** A DOCKER_CONFIG whose docker command knows buildx. */
    dockerConfig: join(state, "docker-config"),
    exec: join(run, "exec"),
    pid: join(run, "docker.pid"),
    socket: boundedSocket(join(run, "docker.sock")),
    bridge: bridgeName(state),
  };
}

/** A network interface's name has at most 15 characters, and two states must not share one. */
function bridgeName(state: string): string {
  return `shipshape-${createHash("sha256").update(state).digest("hex").slice(0, 5)}`;
}

/** The kernel takes at most 107 bytes for a socket's path. */
function boundedSocket(path: string): string {
  if (Buffer.byteLength(path) <= 107) return path;
  throw new ShipshapeError(
    md`A socket's path may have 107 bytes, and this one has more: ${path}`,
    "Set `SHIPSHAPE_STATE` to a shorter path.",
  );
}
