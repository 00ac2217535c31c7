import { expect, test } from "vitest";

import { languageFrom } from "../src/language.ts";
import { formatScore } from "../src/score.ts";

test("points are written as a language writes numbers", () => {
  expect([7, 9.5, 10 / 3, 0.1 + 0.2, 1500].map((points) => formatScore(points))).toEqual([
    "7",
    "9.5",
    "3.33",
    "0.3",
    "1500",
  ]);
  expect(formatScore(9.5, languageFrom("de", {}))).toBe("9,5");
});
