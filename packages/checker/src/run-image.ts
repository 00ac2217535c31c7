import { posix } from "node:path";

import { type Lab, md, type Observation, type RuntimeSection, unavailable } from "@shipshape/core";
import type { ImageInspectInfo } from "dockerode";

import type { Context } from "./build-context.ts";
import type { DatabaseLease } from "./database-pool.ts";
import type { ObservedContainer } from "./observe-container.ts";
import { orAborted } from "./or-aborted.ts";
import type { RunScope } from "./run-scope.ts";
import { parsePins } from "./runtime.ts";
import type { RunStage } from "./stopwatch.ts";

export type ImageRun = {
  readonly scope: RunScope;
  readonly lab: Lab;
  readonly image: ImageInspectInfo;
  /** What the image was built over. */
  readonly context: Context;
  /** The folder of the context that holds the app; `.` is the context itself. */
  readonly appIn: string;
  /** What the app is given where its lab declares a database. */
  readonly database: DatabaseLease | undefined;
  readonly signal: AbortSignal;
  /** Told each stage as it begins. */
  readonly onStage?: (stage: RunStage) => void;
};

export type RanImage = ObservedContainer & {
  /** The database server's image, where it is a stand-in of ours. */
  readonly standIn: string | undefined;
};

/** Runs an image that was built over an app, beside the app's database where it has one, and looks at it. */
export async function runImage(run: ImageRun): Promise<RanImage> {
  const { scope, lab, image, signal, onStage = () => undefined } = run;
  onStage("start");
  const database = run.database && (await orAborted(run.database.ready, signal));
  const { ExposedPorts, Env, Cmd, Entrypoint } = image.Config;
  const { observeContainer } = await import("./observe-container.ts");
  const observedContainer = await observeContainer({
    scope,
    image: {
      id: image.Id,
      exposedPorts: Object.keys(ExposedPorts ?? {}),
      pythonPath:
        Env?.find((entry: string) => entry.startsWith("PYTHONPATH="))?.replace("PYTHONPATH=", "") ?? "",
      lacksCommand: [Cmd ?? [], Entrypoint ?? []].flat().length === 0,
    },
    limits: lab.limits,
    pinned: parsePins(requirementsIn(run)),
    remapsUsers: (await scope.facts).remapsUsers,
    signal,
    onStage,
    ...(database && { database }),
  });
  return { ...observedContainer, standIn: database?.standIn };
}

const requirementsIn = ({ context, appIn }: ImageRun) =>
  context.get(posix.join(appIn, "requirements.txt"))?.toString() ?? "";

/** What the Python that served told. */
export const runtimeOf = ({ sections }: RanImage): Observation<RuntimeSection> =>
  sections.runtime ?? notLookedInto;

const notLookedInto = unavailable(md`The app was not looked into.`, "infrastructure");
