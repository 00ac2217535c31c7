import type { Readable } from "node:stream";

import type { Engine } from "@shipshape/engine";

export type EngineWatch = Disposable & {
  /** Aborted when the engine has gone. */
  readonly lost: AbortSignal;
};

/**
 * Notices that an engine goes, in the moment when it does: its events come over one connection that lasts as long as
 * it. An engine that is only slow keeps it.
 */
export async function watchEngine({ docker }: Engine): Promise<EngineWatch> {
  const events = (await docker.getEvents({ filters: { type: ["daemon"] } })) as Readable;
  const lost = new AbortController();
  const onEnd = () => lost.abort(new Error("The engine went away."));
  // How it ended says no more than that it did.
  events.on("error", onEnd).on("close", onEnd).resume();
  return {
    lost: lost.signal,
    [Symbol.dispose]: () => {
      events.off("close", onEnd);
      events.destroy();
    },
  };
}
