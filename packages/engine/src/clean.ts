import type { Progress } from "@shipshape/core";

import { ignoreConflict } from "./base/inspect-image.ts";
import { belongingsOf, removeBelongings } from "./belongings.ts";
import type { Engine } from "./engine.ts";
import { findEngine } from "./find-engine.ts";
import { repositories } from "./labels.ts";

/** What was removed. */
export type CleanSummary = {
  /** Releases of Shipshape's own engine, taken down with everything in them. */
  readonly engines: readonly string[];
  /** How many things were removed from the user's engine. */
  readonly containers: number;
  readonly networks: number;
  readonly volumes: number;
  /** Their tags. */
  readonly images: readonly string[];
};

/**
 * Removes all that is Shipshape's: its own engines whole, and from the engine that the user has only what runs
 * made, stand-ins and what they stand on. The build cache of the user's engine stays: it is not ours alone.
 */
export async function clean(progress: Progress): Promise<CleanSummary> {
  const engines = process.platform === "linux" ? await removeOwn(progress) : [];
  const { engine } = await findEngine();
  const nothing = { containers: 0, networks: 0, volumes: 0, images: [] };
  return { engines, ...(engine ? await cleanEngine(engine, progress) : nothing) };
}

async function removeOwn(progress: Progress): Promise<string[]> {
  // This brings subprocesses with it, which the other commands do without.
  const { removeOwnEngines } = await import("./own/remove.ts");
  return removeOwnEngines(progress);
}

async function cleanEngine(engine: Engine, progress: Progress): Promise<Omit<CleanSummary, "engines">> {
  progress(`Removing what is Shipshape's from ${engine.host}.`);
  const belongings = await belongingsOf(engine);
  await removeBelongings(engine, belongings);
  const images: string[] = [];
  for (const tag of await standInTags(engine)) if (await removeTag(engine, tag)) images.push(tag);
  const count = (kind: string) => belongings.filter((it) => it.kind === kind).length;
  return {
    containers: count("container"),
    networks: count("network"),
    volumes: count("volume"),
    images: [...belongings.filter(({ kind }) => kind === "image").map(({ name }) => name), ...images],
  };
}

/** @returns false where a running container holds the image */
async function removeTag({ docker }: Engine, tag: string): Promise<boolean> {
  try {
    await docker.getImage(tag).remove({ force: true });
    return true;
  } catch (error) {
    ignoreConflict(error as { statusCode?: number });
    return false;
  }
}

/**
 * Tags of the stand-ins, the official ones among them, and of what they stand on. Images that a learner built
 * upon a stand-in have its label too, and not its tag.
 */
async function standInTags({ docker }: Engine): Promise<string[]> {
  const filters = JSON.stringify({ reference: [repositories.standIn, repositories.root] });
  const listed = await docker.listImages({ filters });
  // The list holds the tags that match only.
  const images = await Promise.all(listed.map(({ Id }) => docker.getImage(Id).inspect()));
  return images.flatMap(({ RepoTags }) => RepoTags ?? []);
}
