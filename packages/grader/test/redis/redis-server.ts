import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A Redis in a folder of its own, which only listens on a socket there. */
export class RedisServer implements AsyncDisposable {
  readonly #folder: string;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(folder: string, settings: readonly string[]) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** @param keeps whether what it holds outlasts it */
  static async start({
    keeps = true,
    settings = [],
  }: { keeps?: boolean; settings?: readonly string[] } = {}) {
    const folder = await mkdtemp(join(tmpdir(), "redis-"));
    const durable = ["--appendonly", keeps ? "yes" : "no", "--appendfsync", "always"];
    const server = new RedisServer(folder, [...durable, ...settings]);
    await server.start();
    return server;
  }

  get url(): string {
    return `unix://${this.#folder}/redis.sock`;
  }

  async start(): Promise<void> {
    const options = ["--port", "0", "--unixsocket", join(this.#folder, "redis.sock"), "--save", ""];
    const child = spawn("redis-server", [...options, "--dir", this.#folder, ...this.#settings], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#process = child;
    const failed = once(child, "exit").then(() => {
      throw new Error("redis-server did not start");
    });
    failed.catch(() => undefined);
    await Promise.race([untilLine(child, /ready to accept connections/i), failed]);
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true });
  }
}

async function untilLine({ stdout }: ChildProcess, wanted: RegExp): Promise<void> {
  if (!stdout) throw new Error("its output is not read");
  for await (const line of createInterface({ input: stdout }))
    if (wanted.test(line)) {
      // A full pipe would stop it.
      stdout.resume();
      return;
    }
}
