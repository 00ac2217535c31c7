import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { connect, type ClientHttp2Session } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { buffer } from "node:stream/consumers";

import type { Engine } from "@shipshape/engine";
import Docker from "dockerode";
import { afterEach, expect, test, vi } from "vitest";

import { openSession } from "../../src/session/client-session.ts";
import { frame, type Services } from "../../src/session/grpc.ts";

const server = createServer((_request, response) => {
  response.writeHead(404).end('{"message":"page not found"}');
});
afterEach(() => {
  server.removeAllListeners("upgrade");
  server.close();
});

/** An engine that listens on this machine. */
async function listen(): Promise<Engine> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { docker: new Docker({ protocol: "http", host: "127.0.0.1", port }) } as Engine;
}

const services: Services = {
  "/echo.Echo/Twice": async function* ({ metadata, messages }) {
    for await (const message of messages) {
      yield message;
      yield Buffer.from(metadata.get("word")?.join("+") ?? "");
    }
  },
  "/echo.Echo/Never": async function* () {
    yield Buffer.from("almost");
    throw new Error("no such file: ü");
  },
};

/** Opens a session on an engine that turns the connection round, and gives both ends. */
async function opened() {
  const upgraded = Promise.withResolvers<{ request: IncomingMessage; client: ClientHttp2Session }>();
  server.once("upgrade", (request: IncomingMessage, socket: Duplex) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    upgraded.resolve({ request, client: connect("http://engine", { createConnection: () => socket }) });
  });
  const session = await openSession(await listen(), "key", services);
  return { session, ...(await upgraded.promise) };
}

async function call(client: ClientHttp2Session, path: string, headers = {}, message = Buffer.alloc(0)) {
  const stream = client.request({ ":method": "POST", ":path": path, ...headers });
  const trailers = once(stream, "trailers");
  stream.end(frame(message));
  const body = await buffer(stream);
  const [{ "grpc-status": status, "grpc-message": reason }] = (await trailers) as [Record<string, string>];
  return { body, status, reason };
}

test("a session tells the engine its id, its key and its methods", async () => {
  const { session, request } = await opened();
  await using _ = session;
  expect(request.url).toBe("/session");
  expect(request.headers).toMatchObject({
    "x-docker-expose-session-uuid": session.id,
    "x-docker-expose-session-sharedkey": "key",
    "x-docker-expose-session-grpc-method": "/echo.Echo/Twice, /echo.Echo/Never",
  });
});

test("the engine calls our services, and hears that we are well", async () => {
  const { session, client } = await opened();
  await using _ = session;
  const twice = await call(client, "/echo.Echo/Twice", { word: ["a", "b, c"] }, Buffer.from("hi"));
  expect(twice.body).toEqual(Buffer.concat([frame(Buffer.from("hi")), frame(Buffer.from("a+b, c"))]));
  expect(twice.status).toBe("0");
  const health = await call(client, "/grpc.health.v1.Health/Check");
  expect(health).toMatchObject({ body: frame(Buffer.from([8, 1])), status: "0" });
  session.throwIfFailed();
});

test("a method that we do not have is not a failure of the session", async () => {
  const { session, client } = await opened();
  await using _ = session;
  expect(await call(client, "/moby.filesync.v1.Auth/Credentials")).toMatchObject({ status: "12" });
  session.throwIfFailed();
});

test("what a method throws is told to the engine, and to us", async () => {
  const { session, client } = await opened();
  await using _ = session;
  const failed = await call(client, "/echo.Echo/Never");
  expect(failed).toMatchObject({ status: "13", reason: "no%20such%20file%3A%20%C3%BC" });
  expect(() => session.throwIfFailed()).toThrow("no such file");
});

test("a connection that the engine ends is a failure", async () => {
  const { session, client } = await opened();
  await using _ = session;
  client.destroy();
  await vi.waitFor(() => expect(() => session.throwIfFailed()).toThrow("ended the session"));
});

test("an engine without sessions is a failure", async () => {
  await expect(openSession(await listen(), "key", services)).rejects.toThrow("opened no session");
});
