import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { lintGatesBuild } from "../src/lint-gates-build.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, fixOf, judge, lineOf, messageOf, nonce, ran, stopped } from "./evidence.ts";

const judged = (lintViolation: Partial<Sections["lintViolation"]>, ...lines: string[]) =>
  judge(lintGatesBuild, evidence({ lintViolation, dockerfile: dockerfile(...lines) }));

const lint = (command: string, output: string) =>
  judged(
    { build: built(), ran: [ran(`[test 4/5] RUN ${command}`, 3, output)] },
    "FROM python:3.13-slim AS test",
    "COPY . .",
    `RUN ${command}`,
  );

const foreseen = (line: string) =>
  lintGatesBuild.foresee?.({ dockerfile: dockerfile("FROM a", line) })?.source;

describe("lint-gates-build", () => {
  test("names the file that got an unused import", () => {
    expect(messageOf(judged({ build: built(), ran: [] }))).toBe(
      "No step of the build runs a linter. No `RUN` names `flake8`, or another tool that could.\n\nWith an unused import (flake8's `F401`) planted in `app.py`, the image was built all the same.",
    );
  });

  test.each([
    [
      "flake8 --exit-zero",
      `./app.py:3:1: F401 'json as ${nonce}'`,
      "With `--exit-zero`, `flake8` ends with exit code 0 whatever it finds.",
      "Take `--exit-zero` out of line 3.",
    ],
    [
      "flake8; pytest",
      `./app.py:3:1: F401 'json as ${nonce}'`,
      "The exit code of `flake8` is lost: the step ends with that of `pytest`, which stands behind it.",
      "join the commands with `&&`",
    ],
    [
      "flake8 tests",
      "",
      "`flake8 tests` looks only at what it names, and not at `app.py`.",
      "Take `tests` out of line 3.",
    ],
    [
      "flake8 --select E,W",
      "",
      "With `--select E,W`, `flake8` does not look for an unused import, which it calls `F401`.",
      "Take `--select E,W` out of line 3.",
    ],
    [
      "python -m flake8 --extend-ignore=F4",
      "",
      "With `--extend-ignore=F4`, `flake8` does not look for an unused import",
      "Take `--extend-ignore=F4` out",
    ],
    [
      "flake8 --exclude tests,app.py .",
      "",
      "With `--exclude tests,app.py`, `flake8` does not look at `app.py`.",
      "Take `--exclude tests,app.py` out",
    ],
  ])("names what is amiss in the learner's own line: %s", (command, output, why, fix) => {
    const finding = lint(command, output);
    expect(messageOf(finding).split("\n", 1)[0]).toContain(why);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(3);
  });

  test.each([
    "flake8 app.py tests",
    "flake8 --select E,F",
    "flake8 .",
    "flake8 --max-line-length 100",
    "flake8 /app/tests",
  ])("guesses at nothing in %s", (command) => {
    const finding = lint(command, "");
    expect(messageOf(finding)).toContain("did not look at that file, or not for that fault");
    expect(fixOf(finding)).toBeUndefined();
  });

  test("names the line below which a linter would find itself and the app", () => {
    const lines = [
      "FROM python:3.13-slim AS builder",
      "RUN pip install -r requirements.dev.txt",
      "COPY . .",
      "RUN pytest",
      "FROM python:3.13-slim",
      "COPY --from=builder /app/app.py ./",
    ];
    const steps = [2, 3, 4, 6].map((line) => ({ name: `step ${line}`, line, cached: true, ms: 0 }));
    const finding = judged({ build: built(steps), ran: [] }, ...lines);
    expect(fixOf(finding)).toContain("Below line 3, write `RUN flake8`: the stage `builder`");
    expect(lineOf(finding)).toBe(3);
  });

  test("is foreseen where the image does not build, and no line could hold it", () => {
    expect(foreseen("RUN pip install flake8")).toContain("no line of the Dockerfile runs a linter");
    expect(foreseen("RUN flake8 || true")).toBeUndefined();
  });

  test("takes tests that ran and passed for no linter", () => {
    const step = ran("[test 5/5] RUN pytest", 6, "3 passed");
    expect(messageOf(judged({ build: built(), ran: [step] }))).toContain("runs a linter");
  });

  test("explains a linter that looks at other files or rules", () => {
    const step = ran("[test 5/5] RUN flake8 tests", 6);
    const finding = judged({ build: built(), ran: [step] });
    expect(messageOf(finding)).toContain("did not look at that file, or not for that fault");
    expect(lineOf(finding)).toBe(6);
  });

  test("shows the violation that was passed over", () => {
    const output = `./app.py:3:1: F401 'json as ${nonce}' imported but unused\n1`;
    const finding = judged({ build: built(), ran: [ran("[test 5/5] RUN flake8 --exit-zero", 6, output)] });
    expect(messageOf(finding)).toContain("./app.py:3:1: F401 'json as PLANTED' imported but unused");
  });

  test("asks for the linter's own message", () => {
    const silent = stopped("[test 5/5] RUN flake8 --quiet", 6, "./app.py");
    expect(messageOf(judged(silent))).toContain("Only the linter's own message");
  });
});
