import { setTimeout as sleep } from "node:timers/promises";

import type { Container } from "dockerode";
import type { StartedTestContainer } from "testcontainers";

import type { Address } from "./ask.ts";
import { watchDisk } from "./disk-watch.ts";
import { type ContainerRequest, LearnerContainer } from "./learner-container.ts";
import { orAborted } from "./or-aborted.ts";
import type { Network, RunScope } from "./run-scope.ts";

export type RunningContainer = AsyncDisposable & {
  readonly container: Container;
  /** Where its ports are reached from here; none where it ended before it could be asked anything. */
  readonly addresses: ReadonlyMap<number, Address>;
  /** Settles when the container has ended, or is given back. */
  readonly ended: Promise<void>;
};

/** How often to look whether a container has ended, in ms. */
const lookMs = 100;

/**
 * Starts a container, which is given back to the scope when the result is disposed of or starting it failed.
 * Testcontainers waits 10 s for the ports of a container that has ended already, so that is watched for beside it.
 * @throws where the engine failed, and the signal's reason; a command that cannot be started is a container that ended
 */
export async function startContainer(
  scope: RunScope,
  request: Omit<ContainerRequest, "onCreated">,
  signal: AbortSignal,
): Promise<RunningContainer> {
  const created = Promise.withResolvers<Container>();
  const starting = new LearnerContainer({
    ...request,
    onCreated: (id) => created.resolve(scope.engine.docker.getContainer(id)),
  }).start();
  starting.catch(created.reject);
  const container = await created.promise;
  const given = new AbortController();
  const disk = watchDisk(request.engine);
  disk.taken.addEventListener("abort", () => {
    container.kill().catch(() => undefined);
  });
  const giveBack = () => {
    disk[Symbol.dispose]();
    given.abort();
    scope.removeContainer(container.id, request.network);
  };
  try {
    const ended = untilEnded(container, given.signal);
    // Whoever waits for it hears of a failure.
    ended.catch(() => undefined);
    const begun = Promise.race([starting, ended.then(() => undefined)]);
    const started = await orAborted(begun, signal).catch(async (error: unknown) => {
      signal.throwIfAborted();
      if (await couldNotStart(container, request.network)) return undefined;
      throw error;
    });
    return {
      container,
      addresses: addressesOf(started, request),
      ended,
      [Symbol.asyncDispose]: async () => giveBack(),
    };
  } catch (error) {
    giveBack();
    throw error;
  }
}

function addressesOf(
  started: StartedTestContainer | undefined,
  { engine, network, ports }: Omit<ContainerRequest, "onCreated">,
): ReadonlyMap<number, Address> {
  if (!started) return new Map();
  return new Map(
    ports.map((port) => [
      port,
      network.publishes
        ? { host: engine.address, port: started.getMappedPort(port) }
        : { host: started.getIpAddress(network.name), port },
    ]),
  );
}

/**
 * Ends also when the container has been given back.
 * @throws where the engine no longer tells: that is not a container that ended
 */
async function untilEnded(container: Container, given: AbortSignal): Promise<void> {
  try {
    for (;;) {
      const { State } = await container.inspect();
      if (State.Status === "exited" || State.Status === "dead") return;
      await sleep(lookMs, undefined, { signal: given });
    }
  } catch (error) {
    if (!given.aborted) throw error;
  }
}

/**
 * The engine leaves its reason and an exit code in a container whose command it could not run. It does so too where the
 * network is gone or full, which it then names, and no command can be at fault for that.
 */
async function couldNotStart(container: Container, { name }: Network): Promise<boolean> {
  const { State } = await container.inspect();
  return State.Error !== "" && State.ExitCode !== 0 && !State.Error.includes(name);
}
