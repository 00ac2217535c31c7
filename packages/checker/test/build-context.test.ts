import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";

import { extract } from "tar-stream";
import { describe, expect, test } from "vitest";

import { filterContext, packContext } from "../src/build-context.ts";

const contextOf = (files: Record<string, string>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

async function packedDockerfile(text: string): Promise<string> {
  const archive = extract();
  Readable.from([await packContext(contextOf({ Dockerfile: text }))]).pipe(archive);
  for await (const entry of archive) return (await buffer(entry)).toString();
  return "";
}

describe("the context that reaches the engine", () => {
  test("is without what .dockerignore names, and has the Dockerfile all the same", () => {
    const context = contextOf({
      Dockerfile: "",
      "a.log": "",
      "b/a.log": "",
      "app.py": "",
      ".dockerignore": "*\n!app.py\n",
    });
    expect([...filterContext(context).keys()]).toEqual(["Dockerfile", "app.py"]);
  });

  test("is without what Dockerfile.dockerignore names, which comes before .dockerignore", () => {
    const context = contextOf({
      Dockerfile: "",
      "Dockerfile.dockerignore": "*.log\nDockerfile*\n",
      ".dockerignore": "app.py\n",
      "a.log": "",
      "app.py": "",
    });
    expect([...filterContext(context).keys()]).toEqual(["Dockerfile", ".dockerignore", "app.py"]);
  });

  test("is all there without an ignore file", () => {
    expect([...filterContext(contextOf({ "app.py": "" })).keys()]).toEqual(["app.py"]);
  });

  test("takes signs of regular expressions in a pattern for themselves", () => {
    const context = contextOf({
      ".dockerignore": "a(1).txt\nc++\n{b}|x\n",
      "a(1).txt": "",
      "c++": "",
      cc: "",
    });
    expect([...filterContext(context).keys()]).toEqual([".dockerignore", "cc"]);
  });

  test("packs equal files to equal bytes, in whatever order", async () => {
    const one = await packContext(contextOf({ a: "1", b: "2" }));
    const other = await packContext(contextOf({ b: "2", a: "1" }));
    expect(one.equals(other)).toBe(true);
  });

  test.each([
    ["# syntax=docker/dockerfile:1\nFROM a\n", "# syntax:docker/dockerfile:1\nFROM a\n"],
    ["#Syntax = x\r\nFROM a", "#syntax : x\r\nFROM a"],
    ["# escape=`\n# syntax=x\nFROM a\n", "# escape=`\n# syntax:x\nFROM a\n"],
    ["FROM a\n# syntax=x\n", "FROM a\n# syntax=x\n"],
    ["# syntax=x", "# syntax:x"],
    ["#!/bin/sh\n//syntax=x\nFROM a", "#!/bin/sh\n//syntax:x\nFROM a"],
    ['\n{"syntax": "x"}', '\n#{"syntax": "x"}'],
  ])("keeps the engine's own frontend for %j", async (text, packed) => {
    expect(await packedDockerfile(text)).toBe(packed);
  });

  test("is packed at once, however many lines come before the first instruction", async () => {
    const text = `${"\n#x".repeat(40_000)}\nFROM a`;
    expect(await packedDockerfile(text)).toBe(text);
  });
});
