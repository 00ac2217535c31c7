import Docker from "dockerode";

import { clientOptions, parseEndpoint, type Tls } from "./endpoint.ts";

/** What became of one attempt to reach an engine. */
export type Reach =
  | { readonly state: "answers"; readonly docker: Docker; readonly hostname: string }
  /** There is no such socket. */
  | { readonly state: "absent" }
  /** The socket is there, and nobody listens: an engine is installed and stopped. */
  | { readonly state: "stopped" }
  | { readonly state: "forbidden" }
  | { readonly state: "failed"; readonly reason: string };

/** How long an engine may take to answer a ping, in ms; one that does starts within this on a busy machine. */
const patience = { socket: 5_000, tcp: 10_000, ssh: 20_000 };

/** Asks an engine whether it is there. */
export async function reach(host: string, tls?: Tls): Promise<Reach> {
  const endpoint = parseEndpoint(host);
  if (!endpoint) return { state: "failed", reason: "it is not an address that Docker knows" };
  const docker = new Docker(clientOptions(endpoint, tls));
  try {
    await withinTime((signal) => ping(docker, signal), patience[endpoint.kind]);
    return {
      state: "answers",
      docker,
      hostname: endpoint.kind === "socket" ? "127.0.0.1" : endpoint.hostname,
    };
  } catch (error) {
    return unreached(error as NodeJS.ErrnoException, endpoint.kind === "socket");
  }
}

function unreached(error: NodeJS.ErrnoException, socket: boolean): Reach {
  if (socket && error.code === "ENOENT") return { state: "absent" };
  if (socket && error.code === "ECONNREFUSED") return { state: "stopped" };
  if (error.code === "EACCES" || error.code === "EPERM") return { state: "forbidden" };
  return { state: "failed", reason: error.message };
}

/** Asks an engine whether it is there; where the signal is aborted, its connection is given up. */
export async function ping(docker: Docker, signal: AbortSignal): Promise<void> {
  // What dockerode's types do not know of.
  const asked: (options: { abortSignal: AbortSignal }) => Promise<unknown> = docker.ping.bind(docker);
  await asked({ abortSignal: signal });
}

/** A connection that says nothing would keep the process from ending. */
async function withinTime(work: (signal: AbortSignal) => Promise<void>, ms: number): Promise<void> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error(`it did not answer within ${ms / 1000} seconds`));
    controller.abort();
  }, ms);
  try {
    await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
