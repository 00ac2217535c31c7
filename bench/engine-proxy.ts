// @boundaries-ignore what the tests stand before an engine
import { type Forwarder, forwardEngine } from "../packages/cli/test/engine-forwarder.ts";

/** One build that an engine was asked for, in ms of `performance.now()`. */
export type AskedBuild = { readonly beganAt: number; endedAt: number };

export type EngineProxy = Forwarder & { readonly builds: readonly AskedBuild[] };

/** What the engine ends a build's answer with: a chunk without anything in it. */
const lastChunk = Buffer.from("0\r\n\r\n");

/** Stands between a command and an engine, and sees when it is asked for a build and when it has answered. */
export async function engineProxy(host: string): Promise<EngineProxy> {
  const builds: AskedBuild[] = [];
  const forwarder = await forwardEngine(host, (client, engine) => {
    let current: AskedBuild | undefined;
    client.on("data", (data) => {
      if (!/^POST \S*\/build\?/.test(data.toString("latin1", 0, 100))) return;
      current = { beganAt: performance.now(), endedAt: Number.NaN };
      builds.push(current);
    });
    engine.on("data", (data) => {
      if (!current || !data.subarray(-lastChunk.length).equals(lastChunk)) return;
      current.endedAt = performance.now();
      current = undefined;
    });
  });
  return Object.assign(forwarder, { builds });
}
