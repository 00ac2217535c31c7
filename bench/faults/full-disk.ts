import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { promisify } from "node:util";

import { type FaultClass, finishedIn, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

const command = promisify(execFile);

/** A disk for results that fills, at several sizes; then it gets room, and the same command is given again. */
export async function fullDisk(its: FaultClass): Promise<Outcome> {
  const found = [];
  const said: string[] = [];
  for (const kilobytes of [24, 100, 200, 400, 800]) {
    const disk = its.newResults();
    await mkdir(disk);
    await command("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "shipshape-faults", disk]);
    try {
      const results = `${disk}/results`;
      const { status, said: words } = await its.grade(results).ended;
      if (status === 2) said.push(/^shipshape: .*/m.exec(words)?.[0] ?? words);
      else if (status !== 0) throw new Error(`A full disk ended it with ${status}: ${words}`);
      const before = await finishedIn(results);
      await command("mount", ["-o", "remount,size=500m", disk]);
      await toTheEnd(its.grade(results));
      found.push(await compare(its, results, before));
    } finally {
      await command("umount", [disk]);
    }
    process.stderr.write(".");
  }
  return sum("a disk for results that fills", found, `said by ${said.length} of them with status 2`);
}
