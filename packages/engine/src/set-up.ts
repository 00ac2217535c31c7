import type { Progress } from "@shipshape/core";

import { provideBase, pullOnce } from "./base/provide-base.ts";
import type { Engine } from "./engine.ts";
import { openEngine } from "./open-engine.ts";
import { sweepDeadRuns } from "./sweep.ts";

/** What the labs' own Dockerfiles build upon. */
const usualBases = ["python:3.13-slim"];

/**
 * Gets a machine ready: an engine, and the base images that the labs use.
 * @throws ShipshapeError where there is no engine and none can be made, or a stand-in could not be built
 */
export async function setUp(progress: Progress, bases: readonly string[] = usualBases): Promise<Engine> {
  const engine = await openEngine(progress);
  progress(`Using the Docker engine at ${engine.host} (${engine.origin.source}).`);
  await sweepDeadRuns(engine);
  for (const reference of bases) progress(await prepare(engine, reference, progress));
  return engine;
}

async function prepare(engine: Engine, reference: string, progress: Progress): Promise<string> {
  const base = await provideBase(engine, reference, progress);
  if (base.state === "absent") return base.message.source;
  if (!base.standIn) return `${reference} is there.`;
  // A registry may have come into reach since the stand-in was made.
  const pulled = await pullOnce(engine, reference, progress);
  return pulled.state === "pulled"
    ? `${reference} is there, and replaces the stand-in that was made without a registry.`
    : `A stand-in for ${reference} is there.`;
}
