import { describe, expect, test } from "vitest";

import { compileTrouble } from "../src/compile-trouble.ts";
import { dockerfile } from "./dockerfile.ts";

const noGcc = "error: [Errno 2] No such file or directory: 'gcc'";
const noHeaders = "Building mysqlclient\nException: Can not find valid pkg-config name.";
const slim = "FROM python:3.13-slim AS builder";
const apt = (packages: string) => `RUN apt-get update && apt-get install -y ${packages}`;
const pip = "RUN pip install mysqlclient";

describe("what a stage lacks to compile with", () => {
  test.each([
    ["no compiler", noGcc, [slim, apt("pkg-config"), pip], 2, "On line 2, add `gcc`, `libc6-dev` to"],
    ["nothing at all", noGcc, [slim, "WORKDIR /app", pip], 1, "--no-install-recommends gcc libc6-dev"],
    [
      "no headers",
      noHeaders,
      [slim, apt("gcc pkg-config"), pip],
      2,
      "On line 2, add `default-libmysqlclient-dev` to what is installed.",
    ],
    [
      "neither headers nor a compiler",
      noHeaders,
      [slim, pip],
      1,
      "gcc libc6-dev default-libmysqlclient-dev pkg-config",
    ],
    [
      "headers in a full base",
      noHeaders,
      ["FROM python:3.13", pip],
      1,
      "recommends default-libmysqlclient-dev",
    ],
  ])("is added to where it is: %s", (_, log, lines, line, fix) => {
    const trouble = compileTrouble(dockerfile(...lines), lines.length, log);
    expect(trouble?.line).toBe(line);
    expect(trouble?.fix.source).toContain(fix);
  });

  test("is not the library that is for running", () => {
    const lines = [slim, apt("gcc libmariadb3 pkg-config"), pip];
    expect(compileTrouble(dockerfile(...lines), 3, noHeaders)?.cause.source).toContain(
      "`libmariadb3` is the library alone, which is for running.",
    );
  });

  test("is not said of a step that lies below, of another system, or of another failure", () => {
    const below = [slim, pip, apt("gcc libc6-dev")];
    expect(compileTrouble(dockerfile(...below), 2, noGcc)?.line).toBe(1);
    expect(compileTrouble(dockerfile("FROM python:3.13-alpine", pip), 2, noGcc)).toBeUndefined();
    expect(compileTrouble(dockerfile(slim, pip), 2, "error: no such option")).toBeUndefined();
    expect(compileTrouble(dockerfile(slim, apt("gcc libc6-dev"), pip), 3, noGcc)).toBeUndefined();
  });
});
