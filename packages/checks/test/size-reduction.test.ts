import { describe, expect, test } from "vitest";

import { sizeReduction } from "../src/size-reduction.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const before = {
  base: { reference: "python:3.13", bytes: 900e6, standIn: false },
  layers: [{ instruction: "RUN pip install flask", line: 4, bytes: 100e6 }],
};
const layer = (bytes: number) => ({ instruction: "RUN pip install flask", line: 9, bytes });
const on = (base: number, added: number) => ({
  base: { reference: "python:3.13", bytes: base, standIn: false },
  layers: [layer(added)],
});

describe("size-reduction", () => {
  test("gives both sizes, the share that was reached, and the largest parts with their lines", () => {
    const finding = judge(sizeReduction, evidence({ before, image: on(900e6, 20e6) }));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "Of the image's 920 MB, 900 MB come from line 5; the lab's single-stage build of the same app has 1.00 GB. That is 8% less; this lab asks for at least 50% less.

      The largest layers:

      - 900 MB: line 5, \`FROM python:3.13\`
      - 20.0 MB: line 9, \`RUN pip install flask\`"
    `);
    expect(lineOf(finding)).toBe(5);
  });

  test("blames the largest layer where that is larger than the base", () => {
    const finding = judge(sizeReduction, evidence({ before, image: on(120e6, 600e6) }));
    expect(lineOf(finding)).toBe(9);
  });

  test("says what to do with a large base, and with a line that is too much", () => {
    expect(fixOf(judge(sizeReduction, evidence({ before, image: on(900e6, 20e6) })))).toBe(
      "On line 5, start from `python:3.13-slim`.",
    );
    const lines = dockerfile("FROM python:3.13-slim", "RUN apt-get install -y gcc");
    const image = {
      base: { reference: "python:3.13-slim", bytes: 120e6, standIn: false },
      layers: [{ instruction: "RUN apt-get install -y gcc", line: 2, bytes: 600e6 }],
    };
    const finding = judge(sizeReduction, evidence({ before, image, dockerfile: lines }));
    expect(fixOf(finding)).toContain("Leave out the `RUN` that begins on line 2");
  });

  test("says so when the image is larger than the single-stage one", () => {
    const finding = judge(sizeReduction, evidence({ before, image: on(900e6, 350e6) }));
    expect(messageOf(finding)).toContain("That is 25% more; this lab asks for at least 50% less.");
  });

  test("calls a difference of a few bytes none", () => {
    const finding = judge(sizeReduction, evidence({ before, image: on(900e6, 100e6 + 30) }));
    expect(messageOf(finding)).toContain("That is about the same; this lab asks for at least 50% less.");
  });

  test("counts exactly the share as enough, and one byte more as too much", () => {
    expect(judge(sizeReduction, evidence({ before, image: on(480e6, 20e6) }))).toEqual({ holds: true });
    const finding = judge(sizeReduction, evidence({ before, image: on(480e6, 20e6 + 1) }));
    expect(messageOf(finding)).toContain("That is 49.9% less");
  });

  test("asks for the share that a lab sets", () => {
    const sections = evidence({ before, image: on(120e6, 60e6) });
    expect(judge(sizeReduction, sections, { share: 0.8 })).toEqual({ holds: true });
    expect(judge(sizeReduction, sections, { share: 0.85 }).holds).toBe(false);
  });

  test("finds the parts without lines where there is no Dockerfile to read", () => {
    const sections = evidence({ before, image: on(900e6, 20e6) });
    const { dockerfile, ...others } = sections;
    expect(messageOf(judge(sizeReduction, others as typeof sections))).toContain(
      "- 900 MB: `FROM python:3.13`",
    );
    expect(dockerfile.stages).toHaveLength(2);
  });
});
