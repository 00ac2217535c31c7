import { expect, test } from "vitest";

import { beginningOf } from "../src/beginning.ts";
import { plainLook } from "../src/index.ts";

const begin = (message: string) => beginningOf(message, plainLook);

test("a short paragraph is shown whole, and what comes after it is not", () => {
  expect(begin("The app runs\nas **root**. It should not.\n\nMore.")).toBe(
    "The app runs as root. It should not.",
  );
});

test("of a long paragraph the sentences that are short together are shown", () => {
  const sentence = "The app answered.";
  expect(begin(`${sentence} `.repeat(9))).toBe(`${sentence} `.repeat(6).trimEnd());
});

test("a sentence does not end within code", () => {
  const code = `\`RUN a. B ${"c".repeat(70)}\``;
  expect(begin(`The step ${code} stopped. ${"It was long. ".repeat(3)}`)).toBe(
    `The step ${code} stopped. It was long.`,
  );
});

test("a sentence that is too long is cut between words, and a word only where it is longer than all the room", () => {
  expect(begin("word ".repeat(50))).toBe(`${"word ".repeat(22).trimEnd()}…`);
  expect(begin("x".repeat(200))).toBe(`${"x".repeat(115)}…`);
  expect(beginningOf("word ".repeat(50), { ...plainLook, unicode: false })).toMatch(/ word\.\.\.$/);
});

test("of a list there is the first item, also behind a colon, and of a log only a hint", () => {
  expect(begin("- `gcc` stays\n- `make` stays")).toBe("`gcc` stays");
  expect(begin("The image carries:\n\n- `gcc`")).toBe("The image carries: `gcc`");
  expect(begin("The image carries:\n\n- `gcc`\n- `make`")).toBe("The image carries: `gcc` …");
  expect(begin("It wrote last:\n\n```\nTraceback\n```")).toBe("It wrote last: …");
});

test("a message without words has no beginning", () => {
  expect(begin("")).toBe("");
});
