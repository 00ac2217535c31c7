import { expect, test } from "vitest";

import { imagesOf } from "../src/index.ts";

const from = (base: string, name?: string, baseStage?: number) => ({
  line: 1,
  base,
  ...(name !== undefined && { name }),
  ...(baseStage !== undefined && { baseStage }),
});
const taking = (...sources: string[]) => ({
  stage: 0,
  keyword: "COPY",
  line: 1,
  endLine: 1,
  arguments: "",
  sources,
});

test("the images of a Dockerfile are those of FROM and --from, once each, and none of its stages", () => {
  const stages = [from("python:3.13", "build"), from("debian"), from("build", undefined, 0), from("debian")];
  const instructions = [taking("build"), taking("1"), taking("nginx", "debian")];
  expect(imagesOf({ stages, instructions })).toEqual(["debian", "nginx", "python:3.13"]);
});
