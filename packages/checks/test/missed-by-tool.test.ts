import type { SubmissionSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { imageBuilds } from "../src/image-builds.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (log: string, lines: readonly string[], submission: Partial<SubmissionSection> = {}) => {
  const line = lines.length;
  const failedStep = { name: `[test] ${lines.at(-1) ?? ""}`, line, cached: false, ms: 1 };
  const build = { outcome: "failed" as const, steps: [], ms: 1, log, error: "exit code: 1", failedStep };
  return judge(imageBuilds, evidence({ build, submission, dockerfile: dockerfile(...lines) }));
};

const noTests = "collected 0 items\n===== no tests ran in 0.00s =====";
const longLine = "./app.py:12:80: E501 line too long (86 > 79 characters)";
const noCommand = "/bin/sh: 1: flake8: not found";

const ignoring = (path: string, text: string) => ({
  leftOut: { ignoreFile: ".dockerignore", files: [{ path, by: { line: 4, text } }] },
});

describe("a tool that stops the build of the app as it is", () => {
  test.each([
    ["the tests", noTests, "tests/test_app.py", "tests/", "Take line 4, `tests/`, out of `.dockerignore`."],
    ["its configuration", longLine, ".flake8", ".*", "In `.dockerignore`, write `!.flake8` below line 4"],
  ])("may lack %s because of the ignore file", (_, log, path, rule, fix) => {
    const finding = judged(log, ["FROM a AS test", "COPY . .", "RUN check"], ignoring(path, rule));
    expect(messageOf(finding)).toContain(`line 4 of \`.dockerignore\`, \`${rule}\`, leaves it out`);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBeUndefined();
  });

  test.each([
    [
      "the tests",
      noTests,
      ["COPY app.py ./", "RUN pytest"],
      "No `COPY` above line 3 brings `tests`.",
      "COPY tests ./tests",
    ],
    [
      "its configuration",
      longLine,
      ["COPY app.py ./", "COPY tests ./tests", "RUN flake8"],
      "No `COPY` above line 4 brings `.flake8`.",
      "COPY .flake8 ./",
    ],
    [
      "the tool itself",
      noCommand,
      ["COPY . .", "RUN pip install -r requirements.txt", "RUN flake8"],
      "`flake8` is listed in `requirements.dev.txt`, which no line of this stage installs.",
      "RUN pip install --no-cache-dir -r requirements.dev.txt",
    ],
    [
      "the tool as a module",
      "/usr/bin/python: No module named pytest",
      ["RUN python -m pytest"],
      "`pytest` is listed in `requirements.dev.txt`",
      "COPY requirements.dev.txt ./",
    ],
  ])("may lack %s because of the Dockerfile", (_, log, lines, cause, fix) => {
    const finding = judged(log, ["FROM a AS test", ...lines]);
    expect(messageOf(finding)).toContain(cause);
    expect(fixOf(finding)).toContain(`Above line ${lines.length + 1}, write`);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(lines.length + 1);
  });

  test.each([
    [noTests, ["COPY . .", "RUN pytest"]],
    [noTests, ["COPY tests /app/tests", "RUN pytest"]],
    [longLine, ["COPY app.py .flake8 ./", "RUN flake8"]],
    [noCommand, ["RUN python -m venv /v && /v/bin/pip install -r requirements.dev.txt", "RUN flake8"]],
  ])("may lack nothing that is known: %s", (log, lines) => {
    const finding = judged(log, ["FROM a AS test", ...lines]);
    expect(messageOf(finding)).toContain("**Likely cause.**");
    expect(fixOf(finding)).toMatch(/^Mend that/);
  });
});
