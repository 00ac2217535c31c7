import { readFile, rm, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";

import { type Engine, labels, openEngine, provideBase, repositories } from "@shipshape/engine";

import { run } from "./process.ts";

const release = "26.1";
const base = "python:3.13-slim";

/** An engine that may be killed: Shipshape's own, in a folder of this suite's. */
export type FaultEngine = AsyncDisposable & {
  readonly env: NodeJS.ProcessEnv;
  /** Sends a signal to the engine's process: SIGKILL ends it as a crash would. */
  readonly signal: (name: NodeJS.Signals) => Promise<void>;
  readonly answers: () => Promise<boolean>;
  /** What runs left on it: containers, networks, volumes and images of theirs. */
  readonly left: () => Promise<string[]>;
};

/** Brings one up beside all others, with the image that the class needs. */
export async function faultEngine(): Promise<FaultEngine> {
  const usual = await openEngine(console.error);
  await provideBase(usual, base, console.error);
  const state = await mkdtemp(join(tmpdir(), "faults-"));
  const chosen = { SHIPSHAPE_STATE: state, SHIPSHAPE_ENGINE: release };
  const env = { ...process.env, ...chosen };
  await using stack = new AsyncDisposableStack();
  stack.defer(() => takeDown(state, env));
  Object.assign(process.env, chosen);
  const engine = await openEngine(console.error);
  for (const name of [base, `${repositories.standIn}:3.13-slim`]) {
    const loading = await engine.docker.loadImage(await usual.docker.getImage(name).get());
    await finished(loading.resume());
  }
  const kept = stack.move();
  return {
    env,
    signal: async (name) => {
      const pid = await readFile(join(state, "run", release, "docker.pid"), "utf8");
      process.kill(Number(pid), name);
    },
    answers: () =>
      engine.docker.ping().then(
        () => true,
        () => false,
      ),
    left: () => leftOn(engine),
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  };
}

async function takeDown(state: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { status, said } = await run(["clean"], { env }).ended;
  if (status === 0) await rm(state, { recursive: true, force: true });
  else console.error(`The engine in ${state} could not be taken down, and is left there: ${said}`);
}

async function leftOn({ docker }: Engine): Promise<string[]> {
  const filters = { label: [labels.run] };
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks({ filters }),
    docker.listVolumes(),
    docker.listImages({ filters: { reference: [repositories.run] } }),
  ]);
  return [
    ...containers.map(({ Names }) => `container ${Names[0]}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...(volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ...images.flatMap(({ RepoTags }) => RepoTags ?? []).map((tag) => `image ${tag}`),
  ];
}
