import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** An engine under another address, at which it can go and come back. */
export type Forwarder = AsyncDisposable & {
  readonly host: string;
  /** Breaks off all that goes on, and answers no more. */
  stop(): Promise<void>;
  start(): Promise<void>;
};

/**
 * Stands between a command and an engine's local socket.
 * @param onConnection told both ends of each connection, before anything goes over it
 */
export async function forwardEngine(
  host: string,
  onConnection: (client: Socket, engine: Socket) => void = () => undefined,
): Promise<Forwarder> {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  const path = join(folder, "docker.sock");
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(host.replace("unix://", ""));
    onConnection(client, engine);
    for (const [end, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(end);
      end.on("error", () => other.destroy()).on("close", () => sockets.delete(end));
      end.pipe(other);
    }
  });
  const forwarder: Forwarder = {
    host: `unix://${path}`,
    async start() {
      await once(server.listen(path), "listening");
    },
    async stop() {
      if (!server.listening) return;
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async [Symbol.asyncDispose]() {
      await forwarder.stop();
      await rm(folder, { recursive: true });
    },
  };
  await forwarder.start();
  return forwarder;
}
