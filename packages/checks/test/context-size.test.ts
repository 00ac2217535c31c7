import type { ContextSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { contextSize } from "../src/context-size.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const all: ContextSection = {
  offered: { files: 40, bytes: 20.3e6 },
  sent: {
    files: 40,
    bytes: 20.3e6,
    largest: [
      { path: ".venv", bytes: 8e6 },
      { path: ".git", bytes: 12e6 },
      { path: "app.py", bytes: 524 },
    ],
  },
};

const file = (path: string) => ({ path, bytes: 40, sha256: "0" });

describe("context-size", () => {
  test("says how much was sent of how much, and what the largest of it is", () => {
    const finding = judge(contextSize, evidence({ context: { ...all, ignoreFile: ".dockerignore" } }));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "20.3 MB were sent to the engine; the lab allows 1.00 MB. The ignore file in force is \`.dockerignore\`.

      That is 40 files, of 20.3 MB that stood in the folder. The largest of it:

      - 12.0 MB: \`.git\`
      - 8.00 MB: \`.venv\`"
    `);
  });

  test("blames the line that copies the largest of it", () => {
    const copied = dockerfile("FROM python:3.13-slim", "COPY requirements.txt .", "COPY . .");
    expect(lineOf(judge(contextSize, evidence({ context: all, dockerfile: copied })))).toBe(3);
  });

  test("says that there is no ignore file where there is none", () => {
    const { ignoreFile: _, ...context } = { ...evidence().context, ...all };
    const sections = { ...evidence(), context };
    expect(messageOf(judge(contextSize, sections))).toContain("There is no ignore file.");
  });

  test("says which of two ignore files is not read", () => {
    const finding = judge(
      contextSize,
      evidence({
        context: { ...all, ignoreFile: "Dockerfile.dockerignore" },
        submission: { files: [file("Dockerfile"), file(".dockerignore"), file("Dockerfile.dockerignore")] },
      }),
    );
    expect(messageOf(finding)).toContain(
      "The ignore file in force is `Dockerfile.dockerignore`: beside it Docker does not read `.dockerignore`.",
    );
  });

  test("says that what an earlier stage takes is sent as well", () => {
    const stages = dockerfile("FROM python:3.13-slim AS builder", "COPY . .", "FROM python:3.13-slim");
    expect(messageOf(judge(contextSize, evidence({ context: all, dockerfile: stages })))).toContain(
      "Line 2 belongs to an earlier stage",
    );
  });

  test("says how a mount of everything can lend less", () => {
    const mounted = dockerfile("FROM python:3.13-slim", "RUN --mount=type=bind,target=/src cp /src/app.py .");
    const { ignoreFile: _, ...context } = { ...evidence().context, ...all };
    expect(fixOf(judge(contextSize, { ...evidence(), context, dockerfile: mounted }))).toContain(
      "on line 2, lend single files, such as `source=app.py,target=/src/app.py`",
    );
  });

  test("counts exactly the limit as within it", () => {
    const sections = evidence({ context: all });
    expect(judge(contextSize, sections, { bytes: "20.3 MB" })).toEqual({ holds: true });
    expect(judge(contextSize, sections, { bytes: "20.2 MB" }).holds).toBe(false);
  });
});
