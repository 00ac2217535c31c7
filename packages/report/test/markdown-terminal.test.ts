import { expect, test } from "vitest";

import { plainLook, renderLine, renderMessage } from "../src/index.ts";

const at = (columns: number) => ({ ...plainLook, columns });

test("paragraphs are wrapped between words and stand apart by an empty line", () => {
  expect(renderMessage("One two three\nfour five.\n\nSix.", at(12))).toBe(
    "One two\nthree four\nfive.\n\nSix.",
  );
});

test("a list hangs by its marker", () => {
  expect(renderMessage("- one two three\n- four\n  - five six seven", at(10))).toBe(
    "- one two\n  three\n- four\n  - five\n    six\n    seven",
  );
});

test("a numbered list counts from where it starts", () => {
  expect(renderMessage("9. nine\n10. ten\n    and more", at(80))).toBe("9. nine\n10. ten and more");
});

test("a list with paragraphs in its items keeps them apart", () => {
  expect(renderMessage("- one\n\n  more\n\n- two", at(80))).toBe("- one\n\n  more\n\n- two");
  expect(renderMessage("- one\n  - a\n  - b\n\n- two", at(80))).toBe("- one\n\n  - a\n  - b\n\n- two");
});

test("a list nested deeper than the terminal is wide still ends", () => {
  const deep = Array.from({ length: 9 }, (_, depth) => `${"  ".repeat(depth)}- word`).join("\n");
  expect(renderMessage(deep, at(20)).match(/word/g)).toHaveLength(9);
});

test("fenced code keeps its spaces and breaks only where a line is too long", () => {
  expect(renderMessage("```sh\nif x; then\n  echo a b\nfi\n```", at(80))).toBe(
    "    if x; then\n      echo a b\n    fi",
  );
  expect(renderMessage("```\naaaa bbbb\n```", at(10))).toBe("    aaaa\n    bbbb");
});

test("code spans keep their backticks, and bold and emphasis leave no trace without colour", () => {
  expect(renderMessage("**Run** `pip install` *now*.", at(80))).toBe("Run `pip install` now.");
});

test("a link shows where it leads, once", () => {
  expect(renderMessage("See [the docs](https://docs.docker.com) or <https://docs.docker.com>.", at(80))).toBe(
    "See the docs (https://docs.docker.com) or https://docs.docker.com.",
  );
});

test("headings, quotations and rules are lines of their own", () => {
  expect(renderMessage("# Title\n\n> said\n\n***", at(80))).toBe("Title\n\n  said\n\n---");
});

test("HTML is text", () => {
  expect(renderMessage("<b>bold</b>\n\n<script>x</script>", at(80))).toBe(
    "<b>bold</b>\n\n<script>x</script>",
  );
});

test("colour goes over bold, code and both together", () => {
  expect(renderMessage("**a `b`** c", { ...plainLook, colour: true })).toBe(
    "\u001B[1ma \u001B[36m`b`\u001B[39m\u001B[22m c",
  );
});

test("entities cannot smuggle in what reorders text", () => {
  expect(renderMessage("a&#x202E;b", at(80))).toBe("a\uFFFDb");
});

test("a title stays on one line", () => {
  expect(renderLine("`GET /`\nanswers", at(5))).toBe("`GET /` answers");
});
