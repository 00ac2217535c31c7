import { describe, expect, test } from "vitest";

import { applyEdit } from "../src/edit.ts";

const edit = { file: "app.py", find: "ok", replace: "not {nonce}, {nonce}" };

describe("an edit of the app", () => {
  test("replaces the text, with the nonce wherever it is named", () => {
    expect(applyEdit(edit, "all ok.", "n1")).toBe("all not n1, n1.");
  });

  test("takes dollar signs as they are", () => {
    expect(applyEdit({ ...edit, replace: "$& $1" }, "ok", "n1")).toBe("$& $1");
  });

  test.each([
    ["a text that is not there", "fine", "that text is there 0 times"],
    ["a text that is there twice", "ok ok", "that text is there 2 times"],
    ["a file that is not there", undefined, "the app has no such file"],
  ])("refuses %s", (_, content, words) => {
    expect(() => applyEdit(edit, content, "n1")).toThrow(words);
  });
});
