import type { ContentsSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { isBuildPackage } from "../src/build-packages.ts";
import { buildToolsFree } from "../src/build-tools-free.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (contents: Partial<ContentsSection>, ...lines: string[]) =>
  judge(
    buildToolsFree,
    evidence({ contents, ...(lines.length > 0 && { dockerfile: dockerfile(...lines) }) }),
  );

const compiler = (path: string) => ({ path, kind: "compiler" as const });
const cache = { path: "/root/.cache/pip", kind: "pip-cache" as const };

describe("build-tools-free", () => {
  test("names what was found by kind, some of each, and blames the line that installs it", () => {
    const finding = judged(
      {
        packages: ["binutils", "g++", "gcc", "libc6-dev", "libmariadb3", "make"],
        paths: [
          compiler("/usr/bin/cc"),
          compiler("/usr/bin/gcc"),
          { path: "/usr/include/stdio.h", kind: "header" },
          cache,
        ],
      },
      "FROM python:3.13-slim",
      "RUN apt-get update && apt-get install -y build-essential gcc",
      "RUN apt-get install -y curl",
      "RUN pip install flask",
    );
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The final image carries what only its build needed, beyond what its base has:

      - packages of build tools: \`g++\`, \`gcc\`, \`make\`, \`binutils\` and 1 more
      - compilers and their tools: \`/usr/bin/cc\`, \`/usr/bin/gcc\`
      - headers to build against: \`/usr/include/stdio.h\`
      - a download cache of pip or its like: \`/root/.cache/pip\`"
    `);
    expect(lineOf(finding)).toBe(2);
  });

  test("has nothing against other packages, tests, or what development needs", () => {
    const paths: ContentsSection["paths"] = [{ path: "/app/tests", kind: "tests" }];
    expect(judged({ packages: ["libmariadb3", "curl", "tini"], paths })).toEqual({ holds: true });
  });

  test("blames the install whose dependencies they are where none names them", () => {
    const finding = judged(
      { packages: ["libexpat1-dev"] },
      "FROM python:3.13-slim",
      "RUN apt-get update && apt-get install -y everything",
    );
    expect(lineOf(finding)).toBe(2);
  });

  test("blames the copy that brought a compiler along", () => {
    const finding = judged(
      { paths: [compiler("/usr/bin/gcc")] },
      "FROM python:3.13 AS builder",
      "FROM python:3.13-slim",
      "COPY app.py /app/",
      "COPY --from=builder /usr /usr",
    );
    expect(lineOf(finding)).toBe(4);
  });

  test.each([
    ["the install that keeps it", ["RUN pip install --no-cache-dir wheel", "RUN pip install flask"], 3],
    ["the copy that brought it", ["RUN pip install --no-cache-dir wheel", "COPY --from=x /root /root"], 3],
  ])("blames for a cache %s", (_, lines, line) => {
    expect(lineOf(judged({ paths: [cache] }, "FROM python:3.13-slim", ...lines))).toBe(line);
  });

  test.each(
    "gcc gcc-14 g++-14-x86-64-linux-gnu cpp-12 clang-19 make pkg-config pkgconf libmariadb-dev libpython3.13-dev build-essential build-base .build-deps golang-1.24-go binutils".split(
      " ",
    ),
  )("takes %s for a build tool", (name) => {
    expect(isBuildPackage(name)).toBe(true);
  });

  test.each("gcc-14-base libgcc-s1 libstdc++6 libmariadb3 makedev device-tools tini".split(" "))(
    "takes %s for no build tool",
    (name) => {
      expect(isBuildPackage(name)).toBe(false);
    },
  );
});
