import type { ContentsSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { testFreeImage } from "../src/test-free-image.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (contents: Partial<ContentsSection>, ...lines: string[]) =>
  judge(testFreeImage, evidence({ contents, ...(lines.length > 0 && { dockerfile: dockerfile(...lines) }) }));

const site = "/opt/venv/lib/python3.13/site-packages";
const pytest = { path: `${site}/pytest`, kind: "test-tool" as const };
const devRequirements = { path: "/app/requirements.dev.txt", kind: "dev-requirements" as const };
const tests = { path: "/app/tests", kind: "tests" as const };

describe("test-free-image", () => {
  test("names tools, tests and requirements", () => {
    const finding = judged({
      packages: ["python3-flake8", "curl"],
      paths: [pytest, tests, { path: "/app/requirements.dev.txt", kind: "dev-requirements" }],
    });
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The final image has in it what only testing needs: \`python3-flake8\`, \`pytest\`, \`tests\`, \`requirements.dev.txt\`.

      Line 7 takes an environment from the stage \`builder\` in which the test tools are installed.

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
      3,
    ],
    [
      "whose pattern takes too much",
      [devRequirements],
      ["FROM a", "WORKDIR /app", "COPY requirements*.txt ./"],
      3,
    ],
    [
      "that copies a whole folder",
      [tests],
      [...start, "FROM a", "WORKDIR /app", "COPY --from=test /app ./"],
      5,
    ],
  ])("blames the line %s", (_, paths, lines, line) => {
    expect(lineOf(judged({ paths }, ...lines))).toBe(line);
  });

  const testStage = [
    "FROM a AS base",
    "WORKDIR /app",
    "FROM base AS test",
    "COPY . .",
    "RUN pip install pytest",
  ];

  test.each([
    [
      "starts from the tests",
      [pytest, tests],
      [...testStage, "FROM test"],
      "In place of line 6, write:\n\n```dockerfile\nFROM base\nCOPY --from=test /app/app.py ./\n```",
    ],
    [
      "starts from tests that start from an image",
      [pytest],
      ["FROM a AS test", "WORKDIR /app", "COPY . .", "RUN pip install -r requirements.dev.txt", "FROM test"],
      "FROM a\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY --from=test",
    ],
    [
      "copies their folder",
      [tests],
      [...testStage, "FROM base", "COPY --from=test /app /app"],
      "name the file instead of the folder: `COPY --from=test /app/app.py /app/`",
    ],
    [
      "copies their environment",
      [pytest],
      [...testStage, "FROM base", "COPY --from=test /opt/venv /opt/venv"],
      "In place of line 7, write:\n\n```dockerfile\nCOPY requirements.txt ./\nRUN pip install",
    ],
    [
      "starts from a stage with too wide a pattern",
      [devRequirements],
      [
        "FROM a AS base",
        "WORKDIR /app",
        "COPY requirements*.txt ./",
        "FROM base AS test",
        "RUN pip install -r requirements.dev.txt",
        "FROM base",
      ],
      "On line 3, copy `requirements.txt` alone. Above line 5, which needs the other file, write `COPY requirements.dev.txt ./`.",
    ],
    [
      "installs them once more",
      [pytest],
      [...testStage, "FROM base", "RUN pip install -r requirements.dev.txt"],
      "On line 7, install `requirements.txt` instead",
    ],
  ])("says what to write where the final stage %s", (_, paths, lines, fix) => {
    expect(fixOf(judged({ paths }, ...lines))).toContain(fix);
  });
});
