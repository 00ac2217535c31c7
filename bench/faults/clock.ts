import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { type FaultClass, toTheEnd } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

/** Where a run believes the clock to be, one after the other while it goes on: days ahead, years behind, and right. */
const offsets = ["+0", "+3d", "-2y", "+0"];

/** A clock that jumps while a class is graded; what measures time that passes goes on. */
export async function jumpingClock(its: FaultClass, times: number): Promise<Outcome> {
  const found = [];
  for (let time = 0; time < times; time++) {
    const results = its.newResults();
    const clock = `${results}.clock`;
    await writeFile(clock, "+0\n");
    const running = its.grade(
      results,
      [],
      [
        "env",
        // Not through the wrapper, whose own setting would stand before the file's.
        "LD_PRELOAD=/usr/$LIB/faketime/libfaketimeMT.so.1",
        `FAKETIME_TIMESTAMP_FILE=${clock}`,
        "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
      ],
    );
    for (const offset of offsets) {
      await Promise.race([sleep(its.ms / offsets.length), running.ended]);
      await writeFile(clock, `${offset}\n`);
    }
    await toTheEnd(running);
    found.push(await compare(its, results));
    process.stderr.write(".");
  }
  return sum("a clock that jumps", found, `by ${offsets.join(", ")}`);
}
