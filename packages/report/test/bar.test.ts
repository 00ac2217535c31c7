import { expect, test } from "vitest";

import { bar, plainLook } from "../src/index.ts";

const ascii = { ...plainLook, unicode: false };

test("a bar is filled by the share, in Unicode or in ASCII", () => {
  expect(bar(0.5, plainLook)).toBe("[██████████░░░░░░░░░░]");
  expect(bar(0.5, ascii)).toBe("[##########----------]");
});

test("a narrow terminal has a short one", () => {
  expect(bar(0.3, { ...ascii, columns: 20 })).toBe("[###-------]");
});

test("what is not done is never shown as full, and what is begun never as empty", () => {
  expect(bar(0.999, ascii)).toBe("[###################-]");
  expect(bar(0.001, ascii)).toBe("[#-------------------]");
  expect(bar(1, ascii)).toBe("[####################]");
  expect(bar(0, ascii)).toBe("[--------------------]");
});

test("zero of zero is empty", () => {
  expect(bar(0 / 0, ascii)).toBe("[--------------------]");
});
