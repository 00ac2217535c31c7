import { execa } from "execa";

import { md, ShipshapeError } from "@shipshape/core";

/** Networks that a bridge of ours may have: the first that nothing on the machine uses. */
const candidates = [
  "172.31.244.1/22",
  "172.31.248.1/22",
  "172.31.252.1/22",
  "192.168.236.1/22",
  "10.213.252.1/22",
];

/** Makes an engine's own bridge, or leaves it as it is. */
export async function ensureBridge(name: string): Promise<void> {
  const addresses = await usedNetworks();
  if (!addresses.some(({ device }) => device === name)) await makeBridge(name, addresses);
  await execa("ip", ["link", "set", name, "up"]);
}

async function makeBridge(name: string, used: readonly Used[]): Promise<void> {
  const free = candidates.find((network) => !used.some(({ network: other }) => overlap(network, other)));
  if (free === undefined) {
    throw new ShipshapeError(
      "No network is left for the bridge of Shipshape's own engine.",
      md`Free one of these networks, or set \`DOCKER_HOST\` to an engine of yours: ${candidates.join(", ")}.`,
    );
  }
  // It is there without an address where its making was interrupted.
  await execa("ip", ["link", "add", name, "type", "bridge"], { reject: false });
  await execa("ip", ["address", "replace", free, "dev", name]);
}

/** Removes a bridge, and the firewall's rules about it, which an engine leaves behind when it stops. */
export async function removeBridge(name: string): Promise<void> {
  for (const table of ["filter", "nat"]) {
    const { stdout } = await execa("iptables", ["--wait", "--table", table, "--list-rules"], {
      reject: false,
    });
    for (const rule of rulesAbout(name, stdout ?? ""))
      await execa("iptables", ["--wait", "--table", table, ...rule], { reject: false });
  }
  await execa("ip", ["link", "delete", name], { reject: false });
}

/**
 * Turns the firewall's rules about an interface into their removal.
 * @param rules as `iptables --list-rules` writes them
 * @returns the arguments of each removal
 */
export function rulesAbout(name: string, rules: string): string[][] {
  return rules
    .split("\n")
    .filter((rule) => rule.startsWith("-A "))
    .map((rule) => rule.replace("-A", "-D").split(" "))
    .filter((words) => words.includes(name));
}

type Used = { readonly device: string; readonly network: string };

/** Networks of this machine's interfaces, and those that it has a route to. */
async function usedNetworks(): Promise<Used[]> {
  const [addresses, routes] = await Promise.all([
    execa("ip", ["-oneline", "-4", "address", "show"]),
    execa("ip", ["-oneline", "-4", "route", "show"]),
  ]);
  return [
    ...Array.from(
      addresses.stdout.matchAll(/^\d+: (\S+)\s+inet (\S+)/gm),
      ([, device = "", network = ""]) => ({
        device,
        network,
      }),
    ),
    ...Array.from(routes.stdout.matchAll(/^(\d+\.\d+\.\d+\.\d+(?:\/\d+)?) /gm), ([, network = ""]) => ({
      device: "",
      network,
    })),
  ];
}

/** Whether two networks, written as `address/bits`, share an address. */
export function overlap(a: string, b: string): boolean {
  const [first, second] = [parseNetwork(a), parseNetwork(b)];
  const size = 2 ** (32 - Math.min(first.bits, second.bits));
  return Math.floor(first.address / size) === Math.floor(second.address / size);
}

function parseNetwork(network: string): { address: number; bits: number } {
  const [address = "", bits = "32"] = network.split("/");
  return {
    address: address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0),
    bits: Number(bits),
  };
}
