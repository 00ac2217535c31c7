import { expect, test } from "vitest";

import { languageFrom } from "../src/language.ts";
import { formatPercent, formatSize, parseSize } from "../src/size.ts";

test.each([
  ["40 MB", 40_000_000],
  ["1.5GB", 1_500_000_000],
  ["12 B", 12],
  ["3 kB", 3_000],
  ["40 MiB", undefined],
  ["-1 MB", undefined],
  ["MB", undefined],
])("%s is %s bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [17_442_564, "17.4 MB"],
  [128_000_000, "128 MB"],
  [999_999, "1.00 MB"],
  [999_600_000, "1.00 GB"],
  [1_234_567_890, "1.23 GB"],
])("%s bytes are written %s", (bytes, text) => {
  expect(formatSize(bytes)).toBe(text);
});

test.each([
  [0.5, "50%"],
  [0.4999, "49.9%"],
  [0.57, "57%"],
  [1, "100%"],
  [0, "0%"],
])("a share of %s is written %s", (share, text) => {
  expect(formatPercent(share)).toBe(text);
});

test("a language has its own decimal point", () => {
  const german = languageFrom("de", {});
  expect([1_000, 17_442_564, 1_000_000_000].map((bytes) => formatSize(bytes, german))).toEqual([
    "1,00 kB",
    "17,4 MB",
    "1,00 GB",
  ]);
  expect(formatPercent(0.745, german)).toBe("74,5\u00A0%");
});
