import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

import type Docker from "dockerode";

/**
 * Where an engine's published ports answer. Inside a container of that same engine it is the gateway:
 * `localhost` is the container itself there.
 * @param named the host in the engine's address, or 127.0.0.1 for a socket
 */
export async function publishedAddress(docker: Docker, named: string): Promise<string> {
  if (named !== "127.0.0.1" || !existsSync("/.dockerenv")) return named;
  // An engine that runs in this very container has no container of its name.
  const inside = await docker
    .getContainer(hostname())
    .inspect()
    .then(
      () => true,
      () => false,
    );
  return (inside && (await defaultGateway())) || named;
}

async function defaultGateway(): Promise<string | undefined> {
  const table = await readFile("/proc/net/route", "utf8").catch(() => "");
  return parseGateway(table);
}

/** Reads the gateway of the default route from the kernel's table, which writes addresses in host byte order. */
export function parseGateway(table: string): string | undefined {
  const route = table.split("\n").find((line) => line.split("\t")[1] === "00000000");
  const bytes = route?.split("\t")[2]?.match(/../g);
  return bytes
    ?.toReversed()
    .map((byte) => Number.parseInt(byte, 16))
    .join(".");
}
