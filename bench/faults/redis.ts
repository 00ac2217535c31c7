import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A Redis that keeps what it has, and can be killed and started again. */
export type FaultRedis = AsyncDisposable & {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
};

export async function faultRedis(): Promise<FaultRedis> {
  const folder = await mkdtemp(join(tmpdir(), "faults-redis-"));
  const socket = join(folder, "socket");
  let child: ChildProcess | undefined;
  const start = async () => {
    const settings = [
      "--port",
      "0",
      "--unixsocket",
      socket,
      "--dir",
      folder,
      "--appendonly",
      "yes",
      "--appendfsync",
      "always",
      "--daemonize",
      "no",
    ];
    const started = spawn("redis-server", settings, { stdio: ["ignore", "pipe", "inherit"] });
    child = started;
    for await (const chunk of started.stdout as AsyncIterable<Buffer>)
      if (chunk.toString().includes("eady to accept connections")) break;
  };
  const kill = async () => {
    child?.kill("SIGKILL");
    if (child && child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  await start();
  return {
    url: `unix://${socket}`,
    start,
    kill,
    [Symbol.asyncDispose]: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
