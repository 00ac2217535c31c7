import { expect, test } from "vitest";

import { isLearnersOwn, machineFailed } from "../src/file-trouble.ts";

test.each(["EACCES", "ELOOP", "ENAMETOOLONG"])("%s is about what was handed in", (code) => {
  expect(isLearnersOwn(code)).toBe(true);
});

test.each(["EIO", "EMFILE", "ENOENT", undefined])("%s is not", (code) => {
  expect(isLearnersOwn(code)).toBe(false);
});

test("what this machine cannot read is said with what to do", () => {
  const { message, remedy } = machineFailed("/class/ada/Dockerfile", new Error("EIO: i/o error, read"));
  expect(message).toBe("`/class/ada/Dockerfile` cannot be read: `EIO: i/o error, read`");
  expect(remedy).toContain("See that the disk is there");
});
