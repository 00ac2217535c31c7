import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import {
  type Answer,
  type Evidence,
  type HttpSection,
  type Lab,
  md,
  type Observation,
  observed,
  type ProcessesSection,
  type RunState,
  type RuntimeSection,
  unavailable,
} from "@shipshape/core";
import { up } from "empathic/find";

import { type Address, askUntilAnswered, askWithin } from "./ask.ts";
import type { Database } from "./database.ts";
import { readListeners } from "./listeners.ts";
import { listProcesses, lookAtContainer } from "./look-at-container.ts";
import { observeRefusal, observeVisits } from "./observe-database.ts";
import { readRuntime } from "./runtime.ts";
import type { RunScope } from "./run-scope.ts";
import { type RunningContainer, startContainer } from "./start-container.ts";
import type { RunStage } from "./stopwatch.ts";

export type ObservationRequest = {
  readonly scope: RunScope;
  readonly image: {
    readonly id: string;
    readonly exposedPorts: readonly string[];
    readonly pythonPath: string;
    /** Neither CMD nor ENTRYPOINT says what to start. */
    readonly lacksCommand: boolean;
  };
  readonly limits: Lab["limits"];
  /** What the app's `requirements.txt` pins. */
  readonly pinned: RuntimeSection["pinned"];
  readonly remapsUsers: boolean;
  /** What the app is given where its lab declares one; nobody else may use it. */
  readonly database?: Database;
  readonly signal: AbortSignal;
  /** Told when it begins to ask, and to look. */
  readonly onStage: (stage: Exclude<RunStage, "start">) => void;
};

/** What was seen of the container, and how its run ended. */
export type ObservedContainer = {
  readonly state: Extract<RunState, "completed" | "start-failed" | "out-of-memory">;
  readonly sections: Pick<
    Evidence["sections"],
    "container" | "processes" | "http" | "served" | "runtime" | "database"
  >;
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
  const { scope, image, limits, database, signal, onStage } = request;
  const token = crypto.randomUUID().slice(0, 8);
  const hostname = `ship-${token}`;
  const observerPath = `/.observer-${token}`;
  const asked = portsToAsk(image.exposedPorts);
  if (image.lacksCommand) return nothingToStart(asked, hostname, request);
  await using run = await startContainer(
    scope,
    {
      engine: scope.engine,
      imageId: image.id,
      hostname,
      ports: asked,
      network: database?.network ?? (await scope.network()),
      limits,
      labels: scope.labels,
      environment: {
        ...database?.environment,
        PYTHONPATH: [observerFolder, ...(image.pythonPath ? [image.pythonPath] : [])].join(":"),
        SHIPSHAPE_OBSERVER: observerPath,
      },
      files: [{ content: observer, target: `${observerFolder}/sitecustomize.py` }],
    },
    signal,
  );

  onStage("ask");
  const { answer: home, port } = await askUntilAnswered(
    run.addresses,
    run.ended,
    limits.answerSeconds,
    signal,
  );
  const address = port === undefined ? undefined : run.addresses.get(port);
  onStage("look");
  const [processes, more] = await Promise.all([
    observeProcesses(run, request.remapsUsers),
    address ? askMore(address, observerPath, request) : explainSilence(home, run),
  ]);
  const ask =
    address && (async (path: string) => kept(await askWithin(address, path, limits.answerSeconds, signal)));
  const visited = database && ask && (await observeVisits(database, ask, signal));
  const container = await lookAtContainer(run.container);
  // The last of all: what a container does without its database is not held against it.
  const refused = database && ask && (await observeRefusal(database, ask, signal));
  return {
    state: container.running ? "completed" : container.outOfMemory ? "out-of-memory" : "start-failed",
    sections: {
      container: observed(container),
      processes,
      http: observed({ asked, hostname, home: kept(home), ...more.http }),
      served: port === undefined ? silence : observed({ port }),
      runtime: more.runtime,
      ...(database && {
        database:
          visited && refused
            ? observed({ ...visited, health: { allowed: more.http.health, refused } })
            : silence,
      }),
    },
  };
}

/** An engine makes no container of an image that says nothing about what to start. */
function nothingToStart(
  asked: number[],
  hostname: string,
  { limits, database }: ObservationRequest,
): ObservedContainer {
  const home: Answer = { outcome: "stopped" };
  return {
    state: "start-failed",
    sections: {
      container: observed({
        running: false,
        startError: "no command specified",
        exitCode: 127,
        outOfMemory: false,
        memoryLimitBytes: limits.memory,
        log: "",
      }),
      processes: silence,
      http: observed({ asked, hostname, home, health: home }),
      served: silence,
      runtime: silence,
      ...(database && { database: silence }),
    },
  };
}

function portsToAsk(exposed: readonly string[]): number[] {
  const ports = exposed.filter((port) => port.endsWith("/tcp")).map((port) => Number.parseInt(port, 10));
  return [...new Set([appPort, ...ports])].slice(0, mostPorts + 1);
}

const silence = unavailable(md`The app did not answer, so this could not be looked at.`, "submission");

type More = {
  readonly http: Pick<HttpSection, "health" | "listeners">;
  readonly runtime: Observation<RuntimeSection>;
};

async function askMore(address: Address, observerPath: string, request: ObservationRequest): Promise<More> {
  const { limits, signal, pinned } = request;
  const [health, report] = await Promise.all([
    askWithin(address, "/health", limits.answerSeconds, signal),
    askWithin(address, observerPath, limits.answerSeconds, signal),
  ]);
  return { http: { health: kept(health) }, runtime: readRuntime(report, pinned) };
}

/** Where nothing answered, what listens tells why. */
async function explainSilence(home: Answer, { container }: RunningContainer): Promise<More> {
  const listeners = await readListeners(container);
  return { http: { health: kept(home), ...(listeners && { listeners }) }, runtime: silence };
}

const kept = (answer: Answer): Answer =>
  answer.outcome === "answered" ? { ...answer, body: answer.body.slice(0, longestBody) } : answer;

/** A container may end at any moment; then it has no processes. */
async function observeProcesses(
  { container }: RunningContainer,
  remapsUsers: boolean,
): Promise<Observation<ProcessesSection>> {
  if (remapsUsers)
    return unavailable(
      md`This engine maps user ids, so root in a container cannot be told from outside.`,
      "infrastructure",
    );
  try {
    return observed({ live: await listProcesses(container) });
  } catch (error) {
    if ((await container.inspect()).State.Running) throw error;
    return unavailable(md`The container had stopped before its processes could be looked at.`, "submission");
  }
}
