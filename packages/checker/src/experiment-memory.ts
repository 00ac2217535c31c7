import { createHash } from "node:crypto";

import { perhapsOutage } from "@shipshape/checks";
import type { BuildSection, Evidence, Observation, RuntimeSection } from "@shipshape/core";

import { contextDigest } from "./build-context.ts";
import { buildLines } from "./dockerfile-lines.ts";
import type { Subject } from "./experiments.ts";

type Sections = Evidence["sections"];

/**
 * What an experiment looks at: builds alone, the image's own settings too, or a container that runs with them.
 */
export type Reach = "build" | "image" | "container";

/**
 * What experiments found when the same folder was checked before, for those that an edit since then cannot have
 * changed. Only the newest finding of each is kept.
 */
export class ExperimentMemory {
  readonly #newest = new Map<string, { readonly key: string; readonly found: Sections }>();

  /** What an experiment found under this very key; otherwise it is conducted, and what it finds is kept if it lasts. */
  async recall(name: string, key: string, conduct: () => Promise<Sections>): Promise<Sections> {
    const known = this.#newest.get(name);
    if (known?.key === key) return known.found;
    this.#newest.delete(name);
    const found = await conduct();
    if (lasts(found)) this.#newest.set(name, { key, found });
    return found;
  }

  /** Has everything tried again. */
  forget(): void {
    this.#newest.clear();
  }
}

/**
 * Names all that can change what an experiment finds: the lab, the context's files, what the Dockerfile says to a
 * build and on which lines, the layers that came of it; beyond builds the image, and what the app's Python told.
 */
export async function experimentKey(subject: Subject, reach: Reach): Promise<string> {
  const { lab, appIn, context, asked, image } = subject;
  const files = new Map(context);
  files.delete("Dockerfile");
  const text = context.get("Dockerfile")?.toString() ?? "";
  const parts = [
    lab,
    appIn,
    contextDigest(files),
    // A Dockerfile that a step can read may change what the step does, by any of its bytes.
    asked.has("Dockerfile") ? text : buildLines(text, { withSettings: reach !== "build" }),
    image.RootFS.Layers,
    ...(reach === "build" ? [] : [image.Id]),
    ...(reach === "container" ? [await subject.runtime] : []),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Whether the same would be found again. Neither a failure of ours lasts, nor what a busy machine or network may have caused. */
function lasts(sections: Sections): boolean {
  return Object.values(sections).every((section) => {
    if (!section || !("observed" in section)) return false;
    const { build, runtime } = section.observed as Outcomes;
    return (!build || buildLasts(build)) && (!runtime || "observed" in runtime);
  });
}

/** What a section may hold that can come out otherwise the next time. */
type Outcomes = { readonly build?: BuildSection; readonly runtime?: Observation<RuntimeSection> };

const buildLasts = (build: BuildSection) =>
  build.outcome === "built" ||
  (build.outcome === "failed" && !perhapsOutage.test(`${build.error}\n${build.log}`));
