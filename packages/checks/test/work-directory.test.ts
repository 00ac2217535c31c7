import { describe, expect, test } from "vitest";

import { workDirectory } from "../src/work-directory.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

describe("work-directory", () => {
  test.each(["/", "", "//", "/app/.."])(
    "does not hold for an image whose directory is '%s'",
    (workingDirectory) => {
      const finding = judge(
        workDirectory,
        evidence({ image: { workingDirectory }, dockerfile: dockerfile("FROM python:3.13-slim") }),
      );
      expect(messageOf(finding)).toContain("has no `WORKDIR`");
    },
  );

  test("blames a WORKDIR that names the root directory", () => {
    const finding = judge(
      workDirectory,
      evidence({
        image: { workingDirectory: "/" },
        dockerfile: dockerfile("FROM python:3.13-slim", "WORKDIR /"),
      }),
    );
    expect(lineOf(finding)).toBe(2);
  });

  test("explains that a WORKDIR belongs to its stage alone", () => {
    const finding = judge(
      workDirectory,
      evidence({
        image: { workingDirectory: "/" },
        dockerfile: dockerfile("FROM python:3.13 AS builder", "WORKDIR /app", "FROM python:3.13-slim"),
      }),
    );
    expect(messageOf(finding)).toContain("The one on line 2 belongs to the stage `builder` alone");
  });

  test("does not hold where the running app works elsewhere", () => {
    const finding = judge(workDirectory, evidence({ runtime: { workingDirectory: "/" } }));
    expect(messageOf(finding)).toBe("`WORKDIR` is `/app`, yet the running app works in `/`.");
    expect(lineOf(finding)).toBe(13);
  });

  test("blames a WORKDIR that comes after the COPY, and says what has to follow it", () => {
    const finding = judge(
      workDirectory,
      evidence({
        runtime: { appDirectory: "/" },
        dockerfile: dockerfile("FROM python:3.13-slim", "COPY app.py ./", "WORKDIR /app"),
      }),
    );
    expect(messageOf(finding)).toContain("`WORKDIR` on line 3 comes after the `COPY` on line 2");
    expect(lineOf(finding)).toBe(3);
    expect(finding).toMatchObject({ fix: { source: expect.stringContaining("`/app.py` in `CMD`") } });
  });

  test("does not hold where the app's files lie in the root directory", () => {
    const finding = judge(workDirectory, evidence({ runtime: { appDirectory: "/" } }));
    expect(messageOf(finding)).toContain("the app's files lie in `/`");
    expect(lineOf(finding)).toBe(9);
  });
});
