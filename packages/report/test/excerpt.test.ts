import { expect, test } from "vitest";

import { excerptLines } from "../src/excerpt.ts";

const file = "Dockerfile";

test("lines stand after their numbers, and those that are meant after a marker", () => {
  const excerpt = { first: 9, lines: ["WORKDIR /app", "RUN a \\", "  b", "CMD c"] };
  expect(excerptLines({ file, line: 10, endLine: 11, excerpt })).toEqual([
    "   9  WORKDIR /app",
    "> 10  RUN a \\",
    "> 11    b",
    "  12  CMD c",
  ]);
});

test("empty lines at the edges are left out, and those within are shown", () => {
  const excerpt = { first: 1, lines: ["", "RUN a \\", " ", "  b", "\t"] };
  expect(excerptLines({ file, line: 2, endLine: 4, excerpt })).toEqual(["> 2  RUN a \\", "> 3", "> 4    b"]);
});

test("an instruction that is longer than its excerpt goes on", () => {
  const excerpt = { first: 1, lines: ["RUN a \\", "  b \\"] };
  expect(excerptLines({ file, line: 1, endLine: 30, excerpt })).toEqual([
    "> 1  RUN a \\",
    "> 2    b \\",
    ">    …",
  ]);
});

test("tabs are four spaces, and what breaks or hides lines is shown as what it is", () => {
  const excerpt = { first: 1, lines: ["\tRUN a\rb\u202Ec\u001B[31m"] };
  expect(excerptLines({ file, line: 1, excerpt })).toEqual(["> 1      RUN a b\uFFFDc"]);
});

test("nothing is shown where the lines are not known", () => {
  expect(excerptLines({ file, line: 1 })).toEqual([]);
});
