import { expect, test } from "vitest";

import { labTable, stageTable } from "../src/timings.ts";

test("each stage stands in a line with its ms, then their sum and what elapsed", () => {
  expect(stageTable({ read: 3, build: 1200, pinChange: 90 }, 1250.4)).toMatchInlineSnapshot(`
    "  ms  Stage
       3  read
    1200  build
      90  pinChange
    1293  sum
    1250  elapsed"
  `);
});

test("a lab's times are its solution's stages, the median submission, and a class of it", () => {
  const times = { lab: "03-layer-cache", solution: { build: 300, run: 900 }, whole: [1000, 9000, 2000] };
  expect(labTable([times], 2)).toMatchInlineSnapshot(`
    "Lab             Median  Class of 60  Its solution, by stage
    03-layer-cache   2.0 s    1 min 0 s  build 300 ms, run 900 ms, sum 1.2 s

    The median is of the submissions above; a class is 60 such submissions, 2 at once, on this machine."
  `);
});
