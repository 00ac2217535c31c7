import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import type { Answer } from "@shipshape/core";

/** What an answer may take up, in bytes; the app's own have some dozens. The observer's report has some thousands. */
const largestBody = 256_000;

/** Ends an answer that has begun and does not come to an end. */
const longestAnswerSeconds = 5;

/** How long to wait before asking again, in ms; Flask's own server is up 110 ms after the container's start. */
const retryMs = 5;

type Spoken = Exclude<Answer, { outcome: "silent" | "stopped" | "cut-off" }>;

/** Where a port of a container is reached from here. */
export type Address = { readonly host: string; readonly port: number };

/**
 * Asks for `/` on every port until one answers, the container ends, or the time is up.
 * @param addresses by the container's ports
 * @returns the answer, and the container's port that gave it
 */
export async function askUntilAnswered(
  addresses: ReadonlyMap<number, Address>,
  ended: Promise<void>,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<{ answer: Answer; port?: number }> {
  const finished = new AbortController();
  const stop = () => finished.abort();
  ended.then(stop, stop);
  const timeout = AbortSignal.timeout(limitSeconds * 1000);
  const until = AbortSignal.any([signal, finished.signal, timeout]);
  const answers = Array.from(addresses, async ([port, address]) => {
    for (;;) {
      const answer = await ask(address, "/", until);
      if (answer) return { answer, port };
      until.throwIfAborted();
      await sleep(retryMs);
    }
  });
  try {
    return await Promise.any(answers);
  } catch {
    signal.throwIfAborted();
    // An engine that no longer tells is not a container that stopped.
    if (finished.signal.aborted) await ended;
    const stopped = addresses.size === 0 || finished.signal.aborted;
    return { answer: stopped ? { outcome: "stopped" } : { outcome: "silent", limitSeconds } };
  } finally {
    finished.abort();
  }
}

/** Asks a port that has answered before. */
export async function askWithin(
  address: Address,
  path: string,
  limitSeconds: number,
  signal: AbortSignal,
): Promise<Answer> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1000)]);
  const answer = await ask(address, path, until);
  signal.throwIfAborted();
  return answer ?? (until.aborted ? { outcome: "silent", limitSeconds } : { outcome: "cut-off" });
}

/**
 * Sends one GET request and follows no redirect.
 * @returns undefined where nothing spoke HTTP: a published port may accept a connection with no app behind it
 */
function ask({ host, port }: Address, path: string, signal: AbortSignal): Promise<Spoken | undefined> {
  return new Promise((resolve) => {
    const attempt = request({ host, port, path, agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const finish = (answer: Spoken) => {
        clearTimeout(limit);
        attempt.destroy();
        resolve(answer);
      };
      const endless = () =>
        finish({ outcome: "endless", limitSeconds: longestAnswerSeconds, limitBytes: largestBody });
      const whole = () =>
        finish({
          outcome: "answered",
          status: response.statusCode ?? 0,
          contentType: response.headers["content-type"] ?? "",
          ...(response.headers.location !== undefined && { location: response.headers.location }),
          body: Buffer.concat(chunks).toString(),
        });
      const limit = setTimeout(endless, longestAnswerSeconds * 1000);
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > largestBody) endless();
      });
      response.on("end", whole);
      // Cut off in the middle, it is what came of it.
      response.on("error", whole);
    });
    attempt.on("error", () => resolve(undefined));
    attempt.end();
  });
}
