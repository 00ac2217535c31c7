import { md } from "@shipshape/core";

import type { Diagnosis } from "../diagnose.ts";
import { engineDisk, size } from "../engine-disk.ts";
import type { Engine } from "../engine.ts";

const scarceMemory = 1.9e9;

/** The engine's processors, memory and disk. */
export async function diagnoseMachine(engine: Engine): Promise<Diagnosis[]> {
  const info = (await engine.docker.info()) as { NCPU: number; MemTotal: number };
  const little = info.MemTotal < scarceMemory;
  return [
    {
      subject: md`Processors, memory`,
      state: little ? "warning" : "ok",
      detail: md`The engine has ${info.NCPU} processors and ${size(info.MemTotal)} of memory.`,
      ...(little && { remedy: md`Give it 2 GB or more: Docker Desktop has a setting for it.` }),
    },
    await diskSpace(engine),
  ];
}

async function diskSpace(engine: Engine): Promise<Diagnosis> {
  const subject = md`Disk`;
  const disk = await engineDisk(engine);
  if (!disk) return { subject, state: "ok", detail: md`The engine's disk cannot be seen from here.` };
  const { detail, remedy } = disk;
  if (disk.state === "ok") return { subject, state: "ok", detail };
  return { subject, state: disk.state === "full" ? "problem" : "warning", detail, remedy };
}
