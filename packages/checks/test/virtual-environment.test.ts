import { describe, expect, test } from "vitest";

import { virtualEnvironment } from "../src/virtual-environment.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const runtime = { prefix: "/usr/local", basePrefix: "/usr/local" };
const judged = (...lines: string[]) =>
  judge(virtualEnvironment, evidence({ runtime, dockerfile: dockerfile(...lines) }));

describe("virtual-environment", () => {
  test("says that none is made", () => {
    const finding = judged("FROM python:3.13-slim", "RUN pip install flask");
    expect(messageOf(finding)).toContain("No line of the Dockerfile says `python -m venv`");
  });

  test.each([
    "RUN python -m venv --copies /opt/venv && /opt/venv/bin/pip install flask",
    "RUN pip install virtualenv && virtualenv /opt/venv",
    'RUN ["python", "-m", "venv", "/opt/venv"]',
    "RUN uv venv /opt/venv",
  ])("finds the one that is made and not used: %s", (line) => {
    const finding = judged("FROM python:3.13-slim", line, 'CMD ["python", "app.py"]');
    expect(messageOf(finding)).toContain("Line 2 makes a virtual environment in `/opt/venv`");
    expect(lineOf(finding)).toBe(3);
  });

  test("finds the one that stays behind in its stage", () => {
    const finding = judged(
      "FROM python:3.13 AS builder",
      "RUN python -m venv /opt/venv",
      "FROM python:3.13-slim",
    );
    expect(messageOf(finding)).toContain("in the stage `builder`, and the final stage does not take it over");
    expect(lineOf(finding)).toBe(2);
  });
});
