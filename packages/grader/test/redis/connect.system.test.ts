import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

import { afterEach, describe, expect, test, vi } from "vitest";

import { connect, withoutPassword } from "../../src/redis/connect.ts";
import { RedisServer } from "./redis-server.ts";

test("an address that is none is refused, and its password is not repeated", async () => {
  for (const url of ["localhost:6379", "http://u:secret@host", "//:secret@host", "redis:///1"])
    await expect(connect(url)).rejects.toThrow(/^(?!.*secret).*is no address of a Redis\.$/);
});

test("a Redis that is not there is named without its password", async () => {
  const refused = connect("redis://:secret@127.0.0.1:1/0");
  await expect(refused).rejects.toThrow(
    "The Redis at `redis://:***@127.0.0.1:1/0` does not answer: `connect ECONNREFUSED 127.0.0.1:1`",
  );
});

test("a Redis that wants a password says so", async () => {
  await using server = await RedisServer.start({ settings: ["--requirepass", "secret"] });
  await expect(connect(server.url)).rejects.toThrow(/NOAUTH/);
});

describe("a password that stands in REDISCLI_AUTH", () => {
  const password = "100% :/@ secret";
  afterEach(() => vi.unstubAllEnvs());

  test("is taken where the address has none", async () => {
    await using server = await RedisServer.start({ settings: ["--requirepass", password] });
    vi.stubEnv("REDISCLI_AUTH", password);
    const redis = await connect(server.url);
    expect(await redis.ping()).toBe("PONG");
    redis.endAll();
  });

  test("goes with the user of an address, and is not taken where that has a password", async () => {
    vi.stubEnv("REDISCLI_AUTH", password);
    expect(await firstSaid("ann@")).toMatch(/\bann\b[^]*100% :\/@ secret/);
    for (const address of [firstSaid(":own@"), firstSaid("", "?password=own")])
      expect(await address).toMatch(/^(?![^]*secret)[^]*\bown\b/);
  });
});

/** What somebody at an address is told first; nothing is answered. */
async function firstSaid(login: string, query = ""): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const refused = connect(`redis://${login}127.0.0.1:${port}${query}`).catch(() => undefined);
  const [socket] = (await once(server, "connection")) as [Socket];
  const [said] = await once(socket, "data");
  server.close();
  socket.destroy();
  await refused;
  return String(said);
}

test("addresses are shown whole but for the password", () => {
  expect(withoutPassword("redis://host:6379/1")).toBe("redis://host:6379/1");
  expect(withoutPassword("rediss://ann:secret@host:6379/1")).toBe("rediss://ann:***@host:6379/1");
  expect(withoutPassword("redis://host?password=secret")).toBe("redis://host");
  expect(withoutPassword("redis://a:b@c:secret@host :1")).not.toContain("secret");
});
