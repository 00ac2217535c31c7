import { text } from "node:stream/consumers";

import type { HttpSection } from "@shipshape/core";
import type { Container } from "dockerode";

type Listeners = NonNullable<HttpSection["listeners"]>;

/** The engine's own name server, in every container on a network of one's own. */
const nameServer = "127.0.0.11";

/** The state LISTEN in the kernel's tables (include/net/tcp_states.h). */
const listening = "0A";

/**
 * Where a container's processes listen for TCP connections, read from within its network.
 * @returns undefined where that cannot be told, for example because the image has no `cat`
 */
export async function readListeners(container: Container): Promise<Listeners | undefined> {
  try {
    const exec = await container.exec({
      Cmd: ["cat", "/proc/net/tcp", "/proc/net/tcp6"],
      AttachStdout: true,
      Tty: true,
    });
    const stream = await exec.start({ Tty: true });
    const table = await text(stream);
    return table.includes("local_address") ? parseListeners(table) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads `/proc/net/tcp` and `tcp6`: addresses are hexadecimal, in the machine's byte order. */
export function parseListeners(table: string): Listeners {
  const rows = table.split("\n").map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, , , state]) => state === listening)
    .map(([, local = ""]) => {
      const [address = "", port = ""] = local.split(":");
      return { address: readAddress(address), port: Number.parseInt(port, 16) };
    })
    .filter(({ address }) => address !== nameServer);
}

function readAddress(hex: string): string {
  if (hex.length === 8) return Array.from(Buffer.from(hex, "hex")).toReversed().join(".");
  if (/^0+$/.test(hex)) return "::";
  return hex === "00000000000000000000000001000000" ? "::1" : hex.toLowerCase();
}
