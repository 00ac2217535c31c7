import { md, ShipshapeError, type Markdown } from "@shipshape/core";

import { diagnoseEngine } from "./diagnosis/engine.ts";
import { diagnoseContents } from "./diagnosis/contents.ts";
import { diagnoseMachine } from "./diagnosis/machine.ts";
import { diagnoseRegistry } from "./diagnosis/registry.ts";
import { noEngineYet } from "./diagnosis/no-engine.ts";
import type { Engine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";

/** One thing that was looked at. */
export type Diagnosis = {
  readonly subject: Markdown;
  readonly state: "ok" | "warning" | "problem";
  /** What was seen. */
  readonly detail: Markdown;
  /** What to do, where there is something to do. */
  readonly remedy?: Markdown;
};

/** Looks at everything that the course needs of a machine, and changes nothing. */
export async function diagnose(): Promise<Diagnosis[]> {
  try {
    const found = await findEngine();
    return found.engine ? await diagnoseWith(found.engine) : await noEngineYet(found);
  } catch (error) {
    if (!(error instanceof ShipshapeError)) throw error;
    const [detail, remedy] = error.words;
    return [{ subject: md`Docker engine`, state: "problem", detail, remedy }];
  }
}

async function diagnoseWith(engine: Engine): Promise<Diagnosis[]> {
  const parts = await Promise.all([
    diagnoseEngine(engine),
    diagnoseMachine(engine),
    diagnoseRegistry(engine),
    diagnoseContents(engine),
  ]);
  return parts.flat();
}
