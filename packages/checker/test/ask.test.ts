import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";

import { describe, expect, test } from "vitest";

import { askUntilAnswered, askWithin } from "../src/ask.ts";

const at = (port: number) => ({ host: "127.0.0.1", port });
const never = new AbortController().signal;
const running = new Promise<void>(() => undefined);

async function serving<Result>(
  listener: RequestListener,
  use: (port: number) => Promise<Result>,
): Promise<Result> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("asking an app", () => {
  test("takes the answer as it is", async () => {
    const answer = await serving(
      (_, response) => response.setHeader("content-type", "text/plain").end("Ahoy"),
      (port) => askWithin(at(port), "/", 5, never),
    );
    expect(answer).toEqual({ outcome: "answered", status: 200, contentType: "text/plain", body: "Ahoy" });
  });

  test("follows no redirect", async () => {
    const answer = await serving(
      (_, response) => response.writeHead(302, { location: "/for-ever" }).end(),
      (port) => askWithin(at(port), "/", 5, never),
    );
    expect(answer).toMatchObject({ outcome: "answered", status: 302, location: "/for-ever" });
  });

  test("stops reading an answer of 100 MB", async () => {
    const answer = await serving(
      (_, response) => void response.end(Buffer.alloc(100_000_000)),
      (port) => askWithin(at(port), "/", 5, never),
    );
    expect(answer).toMatchObject({ outcome: "endless", limitBytes: 256_000 });
  });

  test("gives up on an answer that begins and never ends", async () => {
    const answer = await serving(
      (_, response) => void response.write("A"),
      (port) => askWithin(at(port), "/", 20, never),
    );
    expect(answer).toMatchObject({ outcome: "endless", limitSeconds: 5 });
  }, 20_000);

  test("finds the port that answers beside one that accepts and says nothing", async () => {
    const mute = createTcpServer();
    mute.listen(0, "127.0.0.1");
    await once(mute, "listening");
    const mutePort = (mute.address() as AddressInfo).port;
    const found = await serving(
      (_, response) => void response.end("Ahoy"),
      (port) =>
        askUntilAnswered(
          new Map([
            [5000, at(mutePort)],
            [8000, at(port)],
          ]),
          running,
          5,
          never,
        ),
    );
    mute.close();
    expect(found).toMatchObject({ port: 8000, answer: { outcome: "answered" } });
  });

  test("ends with the container", async () => {
    const found = await askUntilAnswered(new Map([[5000, at(1)]]), Promise.resolve(), 60, never);
    expect(found).toEqual({ answer: { outcome: "stopped" } });
  });

  test("blames nobody when the engine no longer tells whether the container lives", async () => {
    const gone = new Error("the engine has gone");
    await expect(askUntilAnswered(new Map([[5000, at(1)]]), Promise.reject(gone), 60, never)).rejects.toBe(
      gone,
    );
  });

  test("ends with the time", async () => {
    const found = await askUntilAnswered(new Map([[5000, at(1)]]), running, 0.05, never);
    expect(found).toEqual({ answer: { outcome: "silent", limitSeconds: 0.05 } });
  });

  test("ends when it is called off", async () => {
    const reason = new Error("called off");
    await expect(
      askUntilAnswered(new Map([[5000, at(1)]]), running, 60, AbortSignal.abort(reason)),
    ).rejects.toBe(reason);
  });
});
