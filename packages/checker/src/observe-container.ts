import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import {
  type Answer,
  type ContainerSection,
  type HttpSection,
  type Lab,
  md,
  type Observation,
  observed,
  type RunState,
  type RuntimeSection,
  type Sections,
  unavailable,
} from "@shipshape/core";
import { up } from "empathic/find";

import { askUntilAnswered, askWithin } from "./ask.ts";
import { readListeners } from "./listeners.ts";
import { listProcesses, lookAtContainer } from "./look-at-container.ts";
import { readRuntime } from "./runtime.ts";
import type { RunScope } from "./run-scope.ts";
import { type RunningContainer, startContainer } from "./start-container.ts";

export type ObservationRequest = {
  readonly scope: RunScope;
  readonly image: {
    readonly id: string;
    readonly exposedPorts: readonly string[];
    readonly pythonPath: string;
  };
  readonly limits: Lab["limits"];
  /** What the app's `requirements.txt` pins. */
  readonly pinned: RuntimeSection["pinned"];
  readonly remapsUsers: boolean;
  readonly signal: AbortSignal;
};

export type ObservedContainer = {
  readonly state: Extract<RunState, "completed" | "start-failed" | "out-of-memory">;
  readonly container: Observation<ContainerSection>;
  readonly http: Observation<HttpSection>;
  readonly served: Observation<Sections["served"]>;
  readonly runtime: Observation<RuntimeSection>;
};

/** The port that the course's app listens on; as many exposed ports are asked beside it. */
const appPort = 5000;
const mostPorts = 10;

/** How much of an answer evidence keeps, in characters. */
const longestBody = 4_096;

/** Where the observer stands in the container. */
const observerFolder = "/.shipshape";
const observerFile = "packages/checker/observer/sitecustomize.py";
const workspace = up("pnpm-workspace.yaml", { cwd: import.meta.dirname }) ?? "";
const observer = readFileSync(join(dirname(workspace), observerFile), "utf8");

/** Runs a learner's image once, asks it what a visitor would, and looks at it from outside and from inside. */
export async function observeContainer(request: ObservationRequest): Promise<ObservedContainer> {
  const { scope, image, limits, signal } = request;
  const token = crypto.randomUUID().slice(0, 8);
  const hostname = `ship-${token}`;
  const observerPath = `/.observer-${token}`;
  const asked = portsToAsk(image.exposedPorts);
  await using run = await startContainer(scope, {
    engine: scope.engine,
    imageId: image.id,
    hostname,
    ports: asked,
    network: await scope.network(),
    limits,
    labels: scope.labels,
    environment: {
      PYTHONPATH: [observerFolder, ...(image.pythonPath ? [image.pythonPath] : [])].join(":"),
      SHIPSHAPE_OBSERVER: observerPath,
    },
    files: [{ content: observer, target: `${observerFolder}/sitecustomize.py` }],
  });

  const { answer: home, port } = await askUntilAnswered(
    run.addresses,
    run.ended,
    limits.answerSeconds,
    signal,
  );
  const address = port === undefined ? undefined : run.addresses.get(port);
  if (port === undefined || address === undefined) {
    const [processes, listeners] =
      run.addresses.size > 0 ? await Promise.all([processesOf(run), readListeners(run.container)]) : [[]];
    const container = await seenFromOutside(run, processes, request);
    return {
      state: stateOf(container),
      container,
      http: observed({
        asked,
        hostname,
        home: kept(home),
        health: kept(home),
        ...(listeners && { listeners }),
      }),
      served: unavailable(md`No port of the container answered.`, "submission"),
      runtime: unavailable(md`No port of the container answered.`, "submission"),
    };
  }
  const [health, report, processes] = await Promise.all([
    askWithin(address, "/health", limits.answerSeconds, signal),
    askWithin(address, observerPath, limits.answerSeconds, signal),
    processesOf(run),
  ]);
  const container = await seenFromOutside(run, processes, request);
  return {
    state: stateOf(container),
    container,
    http: observed({ asked, hostname, home: kept(home), health: kept(health) }),
    served: observed({ port }),
    runtime: readRuntime(report, request.pinned),
  };
}

function portsToAsk(exposed: readonly string[]): number[] {
  const ports = exposed.filter((port) => port.endsWith("/tcp")).map((port) => Number.parseInt(port, 10));
  return [...new Set([appPort, ...ports])].slice(0, mostPorts + 1);
}

function stateOf(container: Observation<ContainerSection>): ObservedContainer["state"] {
  if (!("observed" in container) || container.observed.running) return "completed";
  return container.observed.outOfMemory ? "out-of-memory" : "start-failed";
}

const kept = (answer: Answer): Answer =>
  answer.outcome === "answered" ? { ...answer, body: answer.body.slice(0, longestBody) } : answer;

/** A container may end at any moment; then it has no processes. */
async function processesOf({ container }: RunningContainer): Promise<ContainerSection["processes"]> {
  try {
    return await listProcesses(container);
  } catch (error) {
    if ((await container.inspect()).State.Running) throw error;
    return [];
  }
}

async function seenFromOutside(
  { container }: RunningContainer,
  processes: ContainerSection["processes"],
  { remapsUsers }: ObservationRequest,
): Promise<Observation<ContainerSection>> {
  if (remapsUsers)
    return unavailable(
      md`This engine maps user ids, so root in a container cannot be told from outside.`,
      "infrastructure",
    );
  return observed({ ...(await lookAtContainer(container)), processes });
}
