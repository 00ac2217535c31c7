import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where engines listen that nobody had to choose: the system's, a rootless one, Docker Desktop's.
 * @returns the addresses whose socket is there
 */
export function defaultHosts(): string[] {
  if (process.platform === "win32") return ["npipe:////./pipe/docker_engine"];
  const runtime = process.env["XDG_RUNTIME_DIR"];
  return [
    "/var/run/docker.sock",
    ...(runtime ? [join(runtime, "docker.sock")] : []),
    join(homedir(), ".docker", "run", "docker.sock"),
    join(homedir(), ".docker", "desktop", "docker.sock"),
  ]
    .filter((path) => existsSync(path))
    .map((path) => `unix://${path}`);
}
