import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { nonRootProcess } from "../src/non-root-process.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const process = (uid: number, euid = uid, command = "python app.py") => ({ pid: 9, uid, euid, command });

function judged(user: string, lines: string[], processes = [process(0)]) {
  return judge(
    nonRootProcess,
    evidence({ image: { user }, processes: { live: processes }, dockerfile: dockerfile(...lines) }),
  );
}

describe("non-root-process", () => {
  test("says that there is no USER", () => {
    const finding = judged("", ["FROM python:3.13-slim"]);
    expect(messageOf(finding)).toBe(
      "- `python app.py` runs as uid 0\n\nThe final stage has no `USER`, and without one Docker starts everything as root.",
    );
  });

  test("explains a USER that stands in another stage", () => {
    const finding = judged("", ["FROM python:3.13-slim AS builder", "USER appuser", "FROM python:3.13-slim"]);
    expect(messageOf(finding)).toContain("`USER` on line 2 belongs to the stage `builder`");
    expect(lineOf(finding)).toBe(2);
  });

  test.each(["root", "0", "00", "+0", "-0", "0:0", "root:root", ":0"])("knows USER %s for root", (user) => {
    const finding = judged(user, ["FROM python:3.13-slim", `USER ${user}`]);
    expect(messageOf(finding)).toContain("which is root itself");
    expect(lineOf(finding)).toBe(2);
  });

  test("explains a USER that a later one undoes", () => {
    const finding = judged("root", ["FROM python:3.13-slim", "USER appuser", "RUN true", "USER root"]);
    expect(messageOf(finding)).toContain("`root` on line 4 undoes `appuser` on line 2");
  });

  test.each([
    "RUN useradd -o -u 0 appuser",
    "RUN useradd --non-unique --uid=0 appuser",
    "RUN useradd -ou 0 appuser",
    "RUN echo appuser:x:0:0::/:/bin/sh >> /etc/passwd",
  ])("finds the line that makes root under another name: %s", (line) => {
    const finding = judged("appuser", ["FROM python:3.13-slim", line, "USER appuser"]);
    expect(messageOf(finding)).toContain("gives the user `appuser` the number 0");
    expect(lineOf(finding)).toBe(2);
  });

  test.each([
    ["a live sudo", [process(0, 0, "sudo python app.py"), process(0)], 'CMD ["./start.sh"]'],
    ["a start through su", [process(0)], 'CMD ["su", "-c", "python app.py"]'],
    ["an effective uid of 0", [process(1000, 0, "/app/start")], 'CMD ["/app/start"]'],
  ])("finds a start that goes back to root by %s", (_, processes, start) => {
    const finding = judged("appuser", ["FROM python:3.13-slim", "USER appuser", start], processes);
    expect(messageOf(finding)).toContain("goes back to root");
    expect(lineOf(finding)).toBe(3);
  });

  test("names both possible reasons where it cannot tell", () => {
    const lines = ["FROM python:3.13-slim", "COPY passwd /etc/passwd", "USER appuser", 'CMD ["./start.sh"]'];
    const finding = judged("appuser", lines);
    expect(messageOf(finding)).toContain("Either that user has the number 0");
    expect(lineOf(finding)).toBe(3);
  });

  test("says what the image's user is where there is no Dockerfile to read", () => {
    const { image, processes } = evidence({ image: { user: "0" }, processes: { live: [process(0)] } });
    expect(messageOf(judge(nonRootProcess, { image, processes } as Sections))).toContain(
      "The image's user is `0`.",
    );
  });

  test("names a few of many processes", () => {
    const finding = judged(
      "",
      ["FROM python:3.13-slim"],
      Array.from({ length: 9 }, () => process(0)),
    );
    expect(messageOf(finding)).toContain("- and 6 more");
  });
});
