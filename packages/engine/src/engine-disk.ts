import { statfs } from "node:fs/promises";
import { hostname } from "node:os";

import { formatSize, md, Markdown, ShipshapeError } from "@shipshape/core";

import type { Engine } from "./engine.ts";

/** Below these a build of a learner's image is likely to fail, in bytes. */
const limits = { scarce: 6e9, full: 1e9 };

/** The disk that an engine keeps its images on. */
export type EngineDisk = {
  readonly state: "ok" | "scarce" | "full";
  /** What was seen. */
  readonly detail: Markdown;
  /** How to free some. */
  readonly remedy: Markdown;
};

/** @returns undefined where it cannot be seen from here */
export async function engineDisk(engine: Engine): Promise<EngineDisk | undefined> {
  const folder = await dataFolder(engine);
  const space = folder === undefined ? undefined : await diskSpace(folder);
  if (folder === undefined || space === undefined) return undefined;
  const { free } = space;
  return {
    state: free < limits.full ? "full" : free < limits.scarce ? "scarce" : "ok",
    detail: md`${size(free)} are free where the engine keeps its images (${folder}).`,
    remedy: engine.own
      ? md`Free some: \`./shipshape clean\` removes the engine's images and build cache.`
      : md`Free some: \`docker system df\` shows what takes it, \`docker builder prune\` empties the build cache.`,
  };
}

/** @throws ShipshapeError where no build can be expected to find room on the engine's disk */
export async function refuseFullEngine(engine: Engine): Promise<void> {
  const disk = await engineDisk(engine);
  if (disk?.state === "full") throw new ShipshapeError(disk.detail, disk.remedy);
}

/**
 * The folder that an engine keeps its images in.
 * @returns undefined where it cannot be seen from here: the engine may be on another machine, or in Docker Desktop's
 */
export async function dataFolder({ docker, own }: Engine): Promise<string | undefined> {
  const info = (await docker.info()) as { DockerRootDir: string; Name: string };
  // Another machine's may have the same path.
  return own || info.Name === hostname() ? info.DockerRootDir : undefined;
}

/** How much of a disk is free for us, and how much of it files take, in bytes. */
export type DiskSpace = { readonly free: number; readonly taken: number };

/** @returns undefined where the folder's disk does not say, as one that has no size */
export async function diskSpace(folder: string): Promise<DiskSpace | undefined> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk || disk.blocks === 0) return undefined;
  return { free: disk.bavail * disk.bsize, taken: (disk.blocks - disk.bfree) * disk.bsize };
}

/** In a person's language. */
export const size = (bytes: number): Markdown => new Markdown((language) => formatSize(bytes, language));
