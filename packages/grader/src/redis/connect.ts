import { orAborted } from "@shipshape/checker";
import { md, ShipshapeError } from "@shipshape/core";

import { Client } from "./client.ts";

/** How long a Redis may take until it has answered for the first time, in ms. */
const patience = 10_000;

/** Of Redis, as its major and minor number: BullMQ works from 5.0, and as it should from 6.2. */
const oldest = [6, 2] as const;

/**
 * Connects to a Redis; from then on it is connected to again whenever it has gone, and commands wait for that.
 * @param url `redis://`, `rediss://` for TLS, or `unix://` and a socket's path; a password that it lacks is taken from
 *   the environment, as by `redis-cli`, since every user of a machine may read its command lines
 * @throws ShipshapeError where it cannot be reached, or is too old
 */
export async function connect(url: string): Promise<Client> {
  const redis = clientFor(url);
  // Without a listener each failed try to connect would be written to standard error.
  let failure: unknown;
  redis.on("error", (error) => (failure = error));
  try {
    const answer = (async () => {
      await redis.connect();
      return redis.info("server");
    })();
    const info = await orAborted(answer, AbortSignal.timeout(patience));
    refuseOld(info, url);
    return redis;
  } catch (error) {
    redis.disconnect();
    if (error instanceof ShipshapeError) throw error;
    // A try to connect ends as "Connection is closed", and why was told before.
    const cause = failure ?? error;
    throw new ShipshapeError(
      md`The Redis at ${withoutPassword(url)} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`,
      "See that it runs, that this machine may reach it, and that the password in the address or in `REDISCLI_AUTH` is right.",
      { cause },
    );
  }
}

/** The address, as it may be shown. */
export function withoutPassword(url: string): string {
  const parsed = URL.parse(url);
  // What cannot be parsed may have a password anywhere.
  if (!parsed) return url.replace(/\/\/.*@/s, "//***@");
  const login = parsed.password === "" ? parsed.username : `${parsed.username}:***`;
  return `${parsed.protocol}//${login}${login && "@"}${parsed.host}${parsed.pathname}`;
}

function clientFor(url: string): Client {
  const address = URL.parse(url);
  const { protocol, host, pathname } = address ?? {};
  const password = process.env["REDISCLI_AUTH"];
  const options = {
    lazyConnect: true,
    // Workers and graders outlast a Redis that is restarted.
    maxRetriesPerRequest: null,
    retryStrategy: (times: number) => Math.min(times * 100, 2_000),
  };
  if (protocol === "unix:" && pathname)
    return new Client(decodeURIComponent(pathname), { ...options, ...(password && { password }) });
  if (address && (protocol === "redis:" || protocol === "rediss:") && host) {
    // What stands in an address goes before what stands in options, and so would the empty password of `ann@`.
    if (password && address.password === "" && !address.searchParams.has("password"))
      address.password = encodeURIComponent(password);
    return new Client(address.href, options);
  }
  throw new ShipshapeError(
    md`${withoutPassword(url)} is no address of a Redis.`,
    "Write it as redis://HOST:6379, or as rediss://HOST:6379 where it speaks TLS.",
  );
}

function refuseOld(info: string, url: string): void {
  const version = /^redis_version:(\S+)/m.exec(info)?.[1] ?? "0.0";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  throw new ShipshapeError(
    md`The Redis at ${withoutPassword(url)} is too old: ${version}.`,
    md`Use Redis ${oldest.join(".")} or a newer one.`,
  );
}
