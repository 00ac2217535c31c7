import { describe, expect, test } from "vitest";

import { codeBlock, codeSpan, md, visible } from "../src/markdown.ts";

describe("what a learner controls, in Markdown", () => {
  test.each([
    ["plain", "`plain`"],
    ["a `tick", "``a `tick``"],
    ["`", "`` ` ``"],
    ["two\nlines\t here", "`two lines here`"],
    ["", "(nothing)"],
    ["\u001B[31mred\u001B[0m", "`red`"],
    ["a\u202Eb", "`a\uFFFDb`"],
  ])("%j becomes %j", (text, span) => {
    expect(codeSpan(text)).toBe(span);
  });

  test("is cut where it is long", () => {
    expect(codeSpan("x".repeat(1000)).length).toBeLessThan(200);
  });

  test("cannot end the block that it stands in", () => {
    expect(codeBlock("a\n```\n# b\n````\n").source).toBe("`````text\na\n```\n# b\n````\n`````");
  });

  test("goes into a message as code, beside numbers and Markdown as they are", () => {
    expect(md`Port ${5000} of ${"*app*"}: ${md`**closed**`}`.source).toBe("Port 5000 of `*app*`: **closed**");
  });
});

test("visible text keeps tabs, new lines and other scripts", () => {
  expect(visible("a\tb\r\nАхой\u0007")).toBe("a\tb\nАхой\uFFFD");
});
