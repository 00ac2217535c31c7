import { performServerHandshake } from "node:http2";
import type { Duplex } from "node:stream";
import { setImmediate } from "node:timers/promises";

import type { Engine } from "@shipshape/engine";

import { type Method, serveCall, type Services } from "./grpc.ts";

/** A session with BuildKit, in which it asks its client for what a build needs. */
export type ClientSession = AsyncDisposable & {
  /** What `POST /build` names it by. */
  readonly id: string;
  /** @throws what went wrong on our side or with the connection since it was opened */
  throwIfFailed(): void;
};

/**
 * Opens a session: a connection that is turned round, so that the engine is the client of our gRPC services.
 * @param key an engine keeps what it was sent under its session's key, and asks of sessions with the same key only
 * for what has another size or time
 * @throws where the engine has no sessions or cannot be reached
 */
export async function openSession(engine: Engine, key: string, services: Services): Promise<ClientSession> {
  const id = crypto.randomUUID();
  const connection = await connect(engine, {
    "X-Docker-Expose-Session-Uuid": id,
    "X-Docker-Expose-Session-Name": "shipshape",
    "X-Docker-Expose-Session-Sharedkey": key,
    "X-Docker-Expose-Session-Grpc-Method": Object.keys(services),
  });
  let failure: Error | undefined;
  let closing = false;
  const fail = (error: Error) => {
    if (!closing) failure ??= error;
  };
  const session = performServerHandshake(connection);
  session.on("error", fail);
  session.on("close", () => fail(new Error("The engine ended the session before the build was over.")));
  session.on("stream", (stream, headers, _flags, rawHeaders) => {
    // A call that breaks off breaks off its pipeline too, which tells.
    stream.on("error", () => undefined);
    serveCall(stream, headers, rawHeaders, { ...services, ...health }).then(
      (error) => error && fail(error),
      fail,
    );
  });
  return {
    id,
    throwIfFailed() {
      if (failure)
        throw new Error(`The build's session with the engine failed: ${failure.message}`, { cause: failure });
    },
    async [Symbol.asyncDispose]() {
      closing = true;
      // Node reads what came with the handshake a tick later, and throws where the session has gone by then.
      await setImmediate();
      session.destroy();
      connection.destroy();
    },
  };
}

/** The engine asks every few seconds, and takes a session without it for dead. */
const health: Record<string, Method> = {
  "/grpc.health.v1.Health/Check": async function* () {
    // HealthCheckResponse { status: SERVING }
    yield Uint8Array.of(8, 1);
  },
};

function connect(engine: Engine, headers: Record<string, string | string[]>): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    engine.docker.modem.dial(
      {
        path: "/session",
        method: "POST",
        hijack: true,
        headers: { Upgrade: "h2c", ...headers },
        statusCodes: { 200: true },
      },
      (error: unknown, connection: unknown) => {
        if (error) reject(new Error("The engine opened no session for a build.", { cause: error }));
        else resolve(connection as Duplex);
      },
    );
  });
}
