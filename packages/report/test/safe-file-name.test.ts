import { expect, test } from "vitest";

import { safeFileName } from "../src/index.ts";
import { hostileTexts } from "./reports.ts";

const names = [
  ["anna-b", "Anna-b", "ANNA-B", "anna-b ", " anna-b", "anna-b.", ".anna-b", "-anna-b", "anna_b", "anna.b"],
  ["con", "CON", "con.txt", "nul", "aux.html", "com1", "lpt9.x", "com¹", "console"],
  ["..", ".", "/", "../../etc/passwd", "a/b", "a\\b", "a:b", "a\u0000b", "a\nb", "C:\\x", "~root", "a~b"],
  ["Müller", "Mu\u0308ller", "muller", "日本語", "😀", "\uD800", "\uDC00", "\u202Eanna", "a\u200Bb", "ab"],
  ["a".repeat(100), "a".repeat(101), "A".repeat(300), "ü".repeat(300)],
  [safeFileName("Anna-b"), safeFileName("")],
  hostileTexts,
].flat();

test("a plain name stays as it is, and another one keeps what can be read of it", () => {
  expect(["anna-b", "octocat", "a.b_c-1", "console"].map(safeFileName)).toEqual([
    "anna-b",
    "octocat",
    "a.b_c-1",
    "console",
  ]);
  expect(safeFileName("Müller, Björn")).toMatch(/^muller-bjorn~[0-9a-f]{24}$/);
  expect(safeFileName("日本語")).toMatch(/^learner~[0-9a-f]{24}$/);
});

test("no two names are one file, not even where a system knows no capitals", () => {
  const distinct = [...new Set(names)];
  expect(new Set(distinct.map((name) => safeFileName(name).toLowerCase()))).toHaveLength(distinct.length);
});

test("a name is safe on every system", () => {
  for (const name of names) {
    const safe = safeFileName(name);
    expect(safe).toMatch(/^[a-z0-9](?:[a-z0-9._~-]*[a-z0-9])?$/);
    expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/);
    expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(100);
  }
});
