import type { BuildSection, BuildStep } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { imageBuilds } from "../src/image-builds.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const failedBuild = { outcome: "failed", steps: [], ms: 1, log: "", error: "" } satisfies BuildSection;

const step = (name: string, line?: number): BuildStep => ({
  name,
  cached: false,
  ms: 1,
  ...(line !== undefined && { line }),
});

describe("image-builds", () => {
  test.each([
    ["missing", "There is no `Dockerfile`"],
    ["empty", "`Dockerfile` is empty"],
    ["not-a-file", "that is no file"],
    ["link", "is a link"],
    ["too-large", "larger than 128 kB"],
    ["not-text", "bytes that no text has"],
    ["not-utf8", "Save it as UTF-8"],
    ["unreadable", "could not be read"],
  ] as const)("says of a Dockerfile that is %s what is wrong with it", (problem, words) => {
    const problems = [{ path: "Dockerfile", problem, limitBytes: 128_000 }];
    const finding = judge(
      imageBuilds,
      evidence({ submission: { problems }, build: { outcome: "not-started" } }),
    );
    expect(messageOf(finding)).toContain(words);
  });

  test("shows the failing step, its line, the end of its log, and a likely cause", () => {
    const log = `${"Collecting things\n".repeat(50)}ERROR: No matching distribution found for flaskk==3.1.2\n`;
    const failedStep = step("[2/3] RUN pip install flaskk==3.1.2", 4);
    const error =
      'process "/bin/sh -c pip install flaskk==3.1.2" did not complete successfully: exit code: 1';
    const finding = judge(imageBuilds, evidence({ build: { ...failedBuild, log, failedStep, error } }));
    expect(lineOf(finding)).toBe(4);
    expect(messageOf(finding)).toContain("`[2/3] RUN pip install flaskk==3.1.2`");
    expect(messageOf(finding)).toContain("**Likely cause.** pip knows no `flaskk==3.1.2`");
    expect(messageOf(finding).match(/Collecting things/g)).toHaveLength(14);
  });

  test("shows BuildKit's words without its internals where a step wrote nothing", () => {
    const failedStep = step("[2/3] COPY reqs.txt .", 3);
    const error =
      'failed to solve: failed to compute cache key: failed to calculate checksum of ref k2::h8: "/reqs.txt": not found';
    const message = messageOf(judge(imageBuilds, evidence({ build: { ...failedBuild, failedStep, error } })));
    expect(message).toContain('failed to calculate checksum: "/reqs.txt": not found');
    expect(message).toContain("There is no `reqs.txt` in the build context");
    expect(message).not.toContain("ignore");
  });

  const star = { line: 3, text: "*" };
  const leftOut = (...files: { path: string; overruled?: { line: number; text: string } }[]) => ({
    leftOut: { ignoreFile: ".dockerignore", files: files.map((file) => Object.assign(file, { by: star })) },
  });

  test.each([
    [
      leftOut({ path: "app.py" }),
      "`app.py` lies in the folder, but line 3 of `.dockerignore`, `*`, leaves it out",
      "In `.dockerignore`, write `!app.py` below line 3",
    ],
    [
      leftOut({ path: "app.py" }, { path: "requirements.txt" }, { path: "tests/test_app.py" }),
      "`app.py`, `requirements.txt` lie in the folder",
      "write `!app.py`, `!requirements.txt` below line 3",
    ],
    [
      leftOut({ path: "app.py", overruled: { line: 1, text: "!app.py" } }),
      "Line 1, `!app.py`, is of no use above it: the last rule that matches decides.",
      "move line 3, `*`, above the lines that begin with `!`",
    ],
    [leftOut({ path: "README.md" }), "Compare the spelling", undefined],
    [{ files: [{ path: ".dockerignore", bytes: 9, sha256: "0" }] }, "may leave the file out", undefined],
    [{}, "Compare the spelling", undefined],
  ])("says which rule hides a file that COPY names: %j", (submission, words, fix) => {
    const finding = judge(
      imageBuilds,
      evidence({
        submission,
        dockerfile: dockerfile("FROM python:3.13-slim", "COPY requirements.txt .", "COPY app.py ."),
        build: {
          ...failedBuild,
          failedStep: step("[3/3] COPY app.py .", 3),
          error: 'failed to calculate checksum of ref k2::h8: "/app.py": not found',
        },
      }),
    );
    expect(messageOf(finding)).toContain(words);
    // Nothing is wrong with the COPY then.
    expect(lineOf(finding)).toBe(fix === undefined ? 3 : undefined);
    expect(fixOf(finding)).toContain(fix ?? "Mend that");
  });

  test.each([
    ["COPY backend/app.py .", "did you mean `backend/requirements.txt` here?"],
    ["COPY ./backend/ /app", "did you mean `backend/requirements.txt` here?"],
    ["COPY app.py .", "Compare the spelling"],
    ["COPY --from=other usr/a .", "Compare the spelling"],
  ])("looks for the folder that a COPY lacks beside %s", (other, words) => {
    const copy = "COPY requirements.txt .";
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", copy, other),
      build: {
        ...failedBuild,
        failedStep: step(`[2/3] ${copy}`, 2),
        error: 'failed to calculate checksum of ref k2::h8: "/requirements.txt": not found',
      },
    });
    const finding = judge(imageBuilds, sections);
    expect(messageOf(finding)).toContain(words);
    expect(lineOf(finding)).toBe(2);
  });

  test("finds the line of a mistake in the Dockerfile itself", () => {
    const error = "dockerfile parse error on line 3: unknown instruction: RUNN";
    const finding = judge(imageBuilds, evidence({ build: { ...failedBuild, error } }));
    expect(lineOf(finding)).toBe(3);
    expect(messageOf(finding)).toContain("`RUNN` is no instruction");
  });

  test("blames the FROM whose image could not be loaded", () => {
    const failedStep = step("[internal] load metadata for registry.example/library/python:3.99-slim");
    const error = "python:3.99-slim: failed to resolve source metadata for python:3.99-slim: not found";
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13 AS builder", "FROM python:3.99-slim"),
      build: { ...failedBuild, failedStep, error },
    });
    expect(lineOf(judge(imageBuilds, sections))).toBe(2);
  });

  test("suggests the stage that a mistyped name means", () => {
    const sections = evidence({
      dockerfile: dockerfile(
        "FROM python:3.13-slim AS builder",
        "RUN python -m venv /opt/venv",
        "FROM python:3.13-slim",
        "COPY --from=biulder /opt/venv /opt/venv",
      ),
      build: {
        ...failedBuild,
        failedStep: step("[internal] load metadata for registry.example/library/biulder:latest"),
        error: "registry.example/library/biulder:latest: pull access denied, repository does not exist",
      },
    });
    const finding = judge(imageBuilds, sections);
    expect(messageOf(finding)).toContain("Did you mean the stage `builder`?");
    expect(messageOf(finding)).not.toContain("pull access denied");
    expect(fixOf(finding)).toContain("On line 4, write");
    expect(lineOf(finding)).toBe(4);
  });

  test("names the user whose permissions a step lacks", () => {
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", "USER appuser", "RUN apt-get update"),
      build: {
        ...failedBuild,
        failedStep: step("[2/2] RUN apt-get update", 3),
        log: "E: List directory /var/lib/apt/lists/partial is missing. - Acquire (13: Permission denied)",
      },
    });
    expect(messageOf(judge(imageBuilds, sections))).toContain("as `appuser`, whom `USER` on line 2 names");
  });

  test.each([
    [{ outcome: "timed-out", limitSeconds: 300 } as const, "stopped after 300 seconds"],
    [{ outcome: "too-much-output", limitBytes: 8e6 } as const, "more than 8.00 MB of output"],
  ])("says which limit a build went beyond, and where: $outcome", (limit, words) => {
    const build = { steps: [], error: "", log: "y\ny\ny\n", failedStep: step("[2/2] RUN yes", 2), ...limit };
    const finding = judge(imageBuilds, evidence({ build }));
    expect(messageOf(finding)).toContain(words);
    expect(messageOf(finding)).toContain("`[2/2] RUN yes`");
    expect(lineOf(finding)).toBe(2);
  });

  test("keeps a hostile log inside its code block", () => {
    const log = "```\n# Full marks\n\u001B[2J";
    const failedStep = step("[2/2] RUN ./evil", 2);
    const message = messageOf(judge(imageBuilds, evidence({ build: { ...failedBuild, failedStep, log } })));
    expect(message).toContain("````text\n```\n# Full marks\n````");
  });
});
