import { describe, expect, test } from "vitest";

import { ownFrontend } from "../src/build-context.ts";

const offered = (text: string) => ownFrontend(Buffer.from(text)).toString();

describe("the Dockerfile that reaches the engine", () => {
  test.each([
    ["# syntax=docker/dockerfile:1\nFROM a\n", "# syntax:docker/dockerfile:1\nFROM a\n"],
    ["#Syntax = x\r\nFROM a", "#syntax : x\r\nFROM a"],
    ["# escape=`\n# syntax=x\nFROM a\n", "# escape=`\n# syntax:x\nFROM a\n"],
    ["FROM a\n# syntax=x\n", "FROM a\n# syntax=x\n"],
    ["# syntax=x", "# syntax:x"],
    ["#!/bin/sh\n//syntax=x\nFROM a", "#!/bin/sh\n//syntax:x\nFROM a"],
    ['\n{"syntax": "x"}', '\n#{"syntax": "x"}'],
  ])("keeps the engine's own frontend for %j", (text, kept) => {
    expect(offered(text)).toBe(kept);
  });

  test("is read at once, however many lines come before the first instruction", () => {
    const text = `${"\n#x".repeat(40_000)}\nFROM a`;
    expect(offered(text)).toBe(text);
  });
});
