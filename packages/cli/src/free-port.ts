import { once } from "node:events";
import { createServer } from "node:net";

/** A port of this machine that nobody listens on: the one that is wished for, or else any. */
export async function freePort(wish: number): Promise<number> {
  // macOS lets one program have a port on the loopback address that another has on all addresses.
  const free = (await bind(wish, "127.0.0.1")) && (await bind(wish));
  return free ?? (await bind(0, "127.0.0.1")) ?? wish;
}

/** Listens for a moment. @returns the port; undefined where it is taken */
async function bind(port: number, host?: string): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen({ port, ...(host !== undefined && { host }), exclusive: true });
    await once(server, "listening");
    return (server.address() as { port: number }).port;
  } catch {
    return undefined;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
