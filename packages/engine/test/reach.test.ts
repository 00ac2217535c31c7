import { createServer } from "node:net";
import { once } from "node:events";
import { mkdtempDisposable, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { reach } from "../src/reach.ts";

test("a socket that is not there is told from one that nobody listens to", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shipshape-test-"));
  const path = join(folder.path, "d.sock");
  expect(await reach(`unix://${path}`)).toEqual({ state: "absent" });

  const server = createServer().listen(path);
  await once(server, "listening");
  // Closing removes the path that was listened to, and would leave no stale socket.
  await rename(path, `${path}.stale`);
  server.close();
  expect(await reach(`unix://${path}.stale`)).toEqual({ state: "stopped" });
});

test("what is no address fails with the reason", async () => {
  expect(await reach("somewhere")).toMatchObject({ state: "failed" });
});

test("an engine that says nothing is given up after 5 seconds, and its connection too", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shipshape-test-"));
  const path = join(folder.path, "d.sock");
  const server = createServer().listen(path);
  await once(server, "listening");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const reaching = reach(`unix://${path}`);
    const [connection] = await once(server, "connection");
    const closed = once(connection.resume(), "close");
    vi.advanceTimersByTime(5_000);
    expect(await reaching).toEqual({ state: "failed", reason: "it did not answer within 5 seconds" });
    await closed;
  } finally {
    vi.useRealTimers();
    server.close();
  }
});
