import type { ContentsSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { testFreeImage } from "../src/test-free-image.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (contents: Partial<ContentsSection>, ...lines: string[]) =>
  judge(testFreeImage, evidence({ contents, ...(lines.length > 0 && { dockerfile: dockerfile(...lines) }) }));

const site = "/opt/venv/lib/python3.13/site-packages";
const pytest = { path: `${site}/pytest`, kind: "test-tool" as const };
const tests = { path: "/app/tests", kind: "tests" as const };

describe("test-free-image", () => {
  test("names tools, tests and requirements", () => {
    const finding = judged({
      packages: ["python3-flake8", "curl"],
      paths: [pytest, tests, { path: "/app/requirements.dev.txt", kind: "dev-requirements" }],
    });
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The final image carries what only its tests needed:

      - tools that only testing needs: \`python3-flake8\`, \`/opt/venv/lib/python3.13/site-packages/pytest\`
      - tests: \`/app/tests\`
      - requirements for development: \`/app/requirements.dev.txt\`"
    `);
  });

  test("has nothing against compilers and caches", () => {
    expect(judged({ packages: ["gcc"], paths: [{ path: "/usr/bin/gcc", kind: "compiler" }] })).toEqual({
      holds: true,
    });
  });

  const start = ["FROM python:3.13-slim AS test", "RUN pip install -r requirements.dev.txt"];

  test.each([
    [
      "that copies everything for the tests",
      [tests],
      ["FROM python:3.13-slim", "WORKDIR /app", "COPY . ."],
      3,
    ],
    [
      "that takes the environment of the test stage",
      [pytest],
      [...start, "FROM python:3.13-slim", "COPY --from=test /opt/venv /opt/venv", "COPY app.py /app/"],
      4,
    ],
    [
      "that installs for development",
      [pytest],
      [...start, "FROM test", "COPY app.py /app/", "RUN pip install gunicorn"],
      2,
    ],
  ])("blames the line %s", (_, paths, lines, line) => {
    expect(lineOf(judged({ paths }, ...lines))).toBe(line);
  });
});
