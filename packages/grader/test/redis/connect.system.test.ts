import { expect, test } from "vitest";

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

test("addresses are shown whole but for the password", () => {
  expect(withoutPassword("redis://host:6379/1")).toBe("redis://host:6379/1");
  expect(withoutPassword("rediss://ann:secret@host:6379/1")).toBe("rediss://ann:***@host:6379/1");
  expect(withoutPassword("redis://host?password=secret")).toBe("redis://host");
  expect(withoutPassword("redis://a:b@c:secret@host :1")).not.toContain("secret");
});
