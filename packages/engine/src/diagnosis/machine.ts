import { statfs } from "node:fs/promises";

import { formatSize, md, Markdown } from "@shipshape/core";

import type { Diagnosis } from "../diagnose.ts";
import type { Engine } from "../engine.ts";

/** Below these a build of a learner's image is likely to fail, in bytes. */
const disk = { scarce: 6e9, full: 1e9 };
const scarceMemory = 1.9e9;

/** The engine's processors, memory and disk. */
export async function diagnoseMachine({ docker, own }: Engine): Promise<Diagnosis[]> {
  const info = (await docker.info()) as { NCPU: number; MemTotal: number; DockerRootDir: string };
  const little = info.MemTotal < scarceMemory;
  return [
    {
      subject: md`Processors, memory`,
      state: little ? "warning" : "ok",
      detail: md`The engine has ${info.NCPU} processors and ${plain(info.MemTotal)} of memory.`,
      ...(little && { remedy: md`Give it 2 GB or more: Docker Desktop has a setting for it.` }),
    },
    await diskSpace(info.DockerRootDir, own),
  ];
}

async function diskSpace(folder: string, own: boolean): Promise<Diagnosis> {
  const subject = md`Disk`;
  // The engine may be on another machine, or in Docker Desktop's.
  const space = await statfs(folder).catch(() => undefined);
  if (!space) return { subject, state: "ok", detail: md`The engine's disk cannot be seen from here.` };
  const free = space.bavail * space.bsize;
  const state = free < disk.full ? "problem" : free < disk.scarce ? "warning" : "ok";
  const remedy = own
    ? md`Free some: \`./shipshape clean\` removes the engine's images and build cache.`
    : md`Free some: \`docker system df\` shows what takes it, \`docker builder prune\` empties the build cache.`;
  return {
    subject,
    state,
    detail: md`${plain(free)} are free where the engine keeps its images (${folder}).`,
    ...(state !== "ok" && { remedy }),
  };
}

const plain = (bytes: number) => new Markdown((language) => formatSize(bytes, language));
