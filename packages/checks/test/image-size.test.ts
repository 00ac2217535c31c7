import { describe, expect, test } from "vitest";

import { imageSize } from "../src/image-size.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const layer = (line: number, bytes: number) => ({ instruction: `RUN step-${line}`, line, bytes });
const base = { reference: "python:3.13-slim", bytes: 120e6, standIn: false };

describe("image-size", () => {
  test("names the largest layers by line, the largest first", () => {
    const layers = [layer(3, 30e6), layer(4, 180e6), layer(5, 1e6), layer(6, 2e6), layer(7, 0)];
    const finding = judge(imageSize, evidence({ image: { layers } }));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The image adds 213 MB to its base; this lab allows 40.0 MB.

      The largest layers:

      - 180 MB: line 4, \`RUN step-4\`
      - 30.0 MB: line 3, \`RUN step-3\`
      - 2.00 MB: line 6, \`RUN step-6\`"
    `);
    expect(lineOf(finding)).toBe(4);
  });

  test("counts exactly the limit as within it", () => {
    const sections = evidence({ image: { layers: [layer(3, 50e6)] } });
    expect(judge(imageSize, sections, { added: "50 MB" })).toEqual({ holds: true });
    expect(judge(imageSize, sections, { added: "49.9 MB" }).holds).toBe(false);
  });

  test("blames the FROM whose base is too large", () => {
    const image = { base: { reference: "python:3.13", bytes: 1.02e9, standIn: false } };
    const finding = judge(imageSize, evidence({ image }));
    expect(messageOf(finding)).toBe("The base `python:3.13` has 1.02 GB; this lab allows 200 MB.");
    expect(lineOf(finding)).toBe(5);
  });

  test("allows on an empty base what a base may have", () => {
    const image = { base: { ...base, reference: "scratch", bytes: 0 }, layers: [layer(3, 230e6)] };
    expect(judge(imageSize, evidence({ image }))).toEqual({ holds: true });
  });

  test("takes a limit for the whole image where a lab sets one", () => {
    const finding = judge(imageSize, evidence(), { total: "140 MB" });
    expect(messageOf(finding)).toContain("has 145 MB in all; this lab allows 140 MB");
  });
});
