import { execFile } from "node:child_process";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { type FaultClass, finishedIn, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

const command = promisify(execFile);

/** What others leave of the disk, in kB: the whole class takes some 500. */
const leaving = [0, 8, 24, 100, 200, 300];

/** A disk for results that others fill while a class is graded; then it gets room, and the same command is given again. */
export async function fullDisk(its: FaultClass): Promise<Outcome> {
  const found = [];
  const said: string[] = [];
  for (const kilobytes of leaving) {
    const disk = its.newResults();
    await mkdir(disk);
    await command("mount", ["-t", "tmpfs", "-o", "size=20m", "shipshape-faults", disk]);
    try {
      const [results, others] = [`${disk}/results`, `${disk}/others`];
      const running = its.grade(results);
      await Promise.race([sleep((Math.random() * its.ms) / 2), running.ended]);
      await fill(others, kilobytes * 1000);
      const { status, said: words } = await running.ended;
      if (status === 2) said.push(wordsOf(words));
      else if (status !== 0) throw new Error(`A full disk ended it with ${status}: ${words}`);
      const before = await finishedIn(results);
      await rm(others);
      await toTheEnd(its.grade(results));
      found.push(await compare(its, results, before));
    } finally {
      await command("umount", [disk]);
    }
    process.stderr.write(".");
  }
  await refusedAtOnce(its);
  const unclear = said.filter((words) => !words.includes("ENOSPC") && !words.includes("may take"));
  if (unclear.length > 0) throw new Error(`It did not say that the disk is full, but: ${unclear.join(" ")}`);
  return sum("a disk for results that others fill", found, `told by ${said.length} of them, with status 2`);
}

const wordsOf = (said: string): string => /^shipshape: .*/m.exec(said)?.[0] ?? said;

/** Writes a file that takes all of a disk but so many bytes. */
async function fill(file: string, left: number): Promise<void> {
  await writeFile(file, "");
  const { bavail, bsize } = await statfs(file);
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - left))).catch(
    (error: NodeJS.ErrnoException) => {
      // The run was faster.
      if (error.code !== "ENOSPC") throw error;
    },
  );
}

/** One that is too small from the beginning is told before anything is graded. */
async function refusedAtOnce(its: FaultClass): Promise<void> {
  const disk = its.newResults();
  await mkdir(disk);
  await command("mount", ["-t", "tmpfs", "-o", "size=4m", "shipshape-faults", disk]);
  try {
    const { status, said } = await its.grade(`${disk}/results`).ended;
    const { size } = await finishedIn(`${disk}/results`);
    if (status !== 2 || size > 0 || !wordsOf(said).includes("may take"))
      throw new Error(`A disk that is too small ended it with ${status} and ${size} graded: ${said}`);
  } finally {
    await command("umount", [disk]);
  }
}
