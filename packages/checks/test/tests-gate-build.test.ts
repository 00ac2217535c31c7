import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { testsGateBuild } from "../src/tests-gate-build.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, fixOf, judge, lineOf, messageOf, nonce, ran, stopped } from "./evidence.ts";

const judged = (brokenTest: Partial<Sections["brokenTest"]>, ...lines: string[]) =>
  judge(testsGateBuild, evidence({ brokenTest, dockerfile: dockerfile(...lines) }));

const foreseen = (line: string) =>
  testsGateBuild.foresee?.({ dockerfile: dockerfile("FROM a", line) })?.source;

describe("tests-gate-build", () => {
  test("names the file whose assertion was made false", () => {
    expect(messageOf(judged({ build: built(), ran: [] }))).toBe(
      "No step of the build runs the tests. No `RUN` names `pytest`, or another tool that could.\n\nWith one assertion in `tests/test_app.py` made false, the image was built all the same.",
    );
  });

  test("explains a test stage that nothing needs", () => {
    const lines = ["FROM python:3.13-slim AS test", "RUN python -m pytest", "FROM python:3.13-slim"];
    const finding = judged({ build: built(), ran: [] }, ...lines);
    expect(messageOf(finding)).toContain("The stage `test`, with `RUN python -m pytest`, is not built");
    expect(lineOf(finding)).toBe(3);
  });

  const stages = [
    "FROM a AS base",
    "WORKDIR /app",
    "FROM base AS test",
    "COPY . .",
    "RUN flake8",
    "RUN pytest",
  ];

  test.each([
    [
      "a copy from the context",
      ["FROM base", "COPY app.py ./"],
      8,
      "in place of line 8, write `COPY --from=test /app/app.py ./`",
    ],
    [
      "a copy from the stage that the tests start from",
      ["FROM a", "COPY --from=base /app/app.py /srv/app.py"],
      8,
      "in place of line 8, write `COPY --from=test /app/app.py /srv/app.py`",
    ],
    [
      "a copy from another stage, which is needed as well",
      ["FROM a AS other", "FROM a", "WORKDIR /app", "COPY --from=other /app/app.py ./"],
      10,
      "below line 10, write `COPY --from=test /app/app.py ./`",
    ],
    [
      "another stage that can start from it",
      ["FROM base AS lint", "RUN swab", "FROM base", "COPY --from=lint /app ./"],
      7,
      "on line 7, write `FROM test AS lint`",
    ],
  ])("has such a stage built by %s", (_, rest, line, fix) => {
    const steps = [7, 8, 9, 10].map((at) => ({ name: `step ${at}`, line: at, cached: true, ms: 0 }));
    const finding = judged({ build: built(steps), ran: [] }, ...stages, ...rest);
    expect(messageOf(finding)).toContain("The stage `test`, with `RUN flake8`, `RUN pytest`, is not built");
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(line);
  });

  const shown = `E   assert 'text/plain' == '${nonce}'`;

  test.each([
    [
      "pytest || true",
      shown,
      "`|| true` lets the step succeed where `pytest` fails.",
      "Take `|| true` out of line 2.",
    ],
    ["pytest; exit 0", shown, "`; exit 0` lets the step succeed", "Take `; exit 0` out of line 2."],
    [
      "pytest && touch /passed || echo 'a; b'",
      shown,
      "`|| echo 'a; b'` lets the step succeed",
      "out of line 2. What stands before it may stay.",
    ],
    [
      "pytest | tee /log",
      shown,
      "A pipe ends with the exit code of its last command, here `tee /log`",
      "Take `| tee /log` out",
    ],
    ["pytest || pip list", shown, "`|| pip list` lets the step succeed", "put `&&` in place of the `||`"],
    ['["sh", "-c", "pytest || true"]', shown, "`|| true` lets the step succeed", "Take `|| true` out"],
    [
      "pytest --collect-only",
      "3 tests collected",
      "With `--collect-only`, `pytest` lists the tests and runs none.",
      "Take `--collect-only`",
    ],
    [
      "pytest -k health",
      "1 passed, 2 deselected",
      "With `-k health`, `pytest` leaves tests out: its output says `2 deselected`.",
      "Take `-k health`",
    ],
    [
      "pytest tests/unit",
      "1 passed",
      "`pytest tests/unit` looks only at what it names",
      "Take `tests/unit` out",
    ],
    [
      "pytest > /log 2>&1; echo done >> /log",
      "",
      "`pytest` writes into `/log` instead of the build's output, and `; echo done >> /log` lets",
      "On line 2, leave only `RUN pytest`.",
    ],
    [
      "pytest --tb=no --no-summary || true",
      "1 failed, 2 passed",
      "`|| true` lets the step succeed",
      "Take `|| true` out",
    ],
  ])("names what is amiss in the learner's own line: %s", (command, output, why, fix) => {
    const finding = judged(
      { build: built(), ran: [ran(`[2/2] RUN ${command}`, 2, output)] },
      "FROM a",
      `RUN ${command}`,
    );
    expect(messageOf(finding).split("\n", 1)[0]).toContain(why);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(2);
  });

  test.each([
    "if ! pytest; then echo bad; fi",
    "pytest & wait",
    "pytest || exit 1",
    "set -o pipefail; pytest | tee /log",
  ])("guesses at nothing in %s", (command) => {
    const finding = judged(
      { build: built(), ran: [ran(`[2/2] RUN ${command}`, 2, shown)] },
      "FROM a",
      `RUN ${command}`,
    );
    expect(messageOf(finding)).toContain("Something in this one turns the tool's own code into 0");
    expect(fixOf(finding)).toBeUndefined();
  });

  test("names the last line of several", () => {
    const lines = ["FROM a", "RUN <<END", "pytest", "echo done", "END"];
    const sections = evidence({
      brokenTest: { build: built(), ran: [ran("[2/2] RUN <<END (pytest...)", 2, shown)] },
      dockerfile: {
        ...dockerfile("FROM a"),
        instructions: [
          {
            stage: 0,
            keyword: "RUN",
            line: 2,
            endLine: 5,
            arguments: "<<END pytest echo done END",
            sources: [],
          },
        ],
        lines,
      },
    });
    const finding = judge(testsGateBuild, sections);
    expect(messageOf(finding)).toContain(
      "ends with the exit code of the last, `echo done`, and not with that of `pytest`",
    );
    expect(fixOf(finding)).toContain("`set -e`");
  });

  const leftOut = {
    ignoreFile: ".dockerignore",
    files: [{ path: "tests/test_app.py", by: { line: 4, text: "tests/" } }],
  };

  test("finds the tests in a comment, and the rule that would keep them out", () => {
    const lines = ["FROM a", "COPY . .", "# RUN pytest"];
    const sections = evidence({
      submission: { leftOut },
      brokenTest: { build: built(), ran: [] },
      dockerfile: { ...dockerfile("FROM a", "COPY . ."), lines },
    });
    const finding = judge(testsGateBuild, sections);
    expect(messageOf(finding)).toContain("`# RUN pytest` on line 3 is only a comment.");
    expect(messageOf(finding)).toContain("line 4 of `.dockerignore`, `tests/`, leaves it out");
    expect(fixOf(finding)).toBe(
      "Take the `#` at the beginning of line 3 away. Take line 4, `tests/`, out of `.dockerignore`.",
    );
    expect(lineOf(finding)).toBe(3);
  });

  test("names the rule that keeps the tests from a step, and what passes over their lack", () => {
    const command = "pytest || [ $? -eq 5 ]";
    const step = { name: `[2/2] RUN ${command}`, line: 2, cached: true, ms: 0 };
    const sections = evidence({
      submission: { leftOut },
      brokenTest: { build: built([step]), ran: [] },
      dockerfile: dockerfile("FROM a", `RUN ${command}`),
    });
    const finding = judge(testsGateBuild, sections);
    expect(messageOf(finding)).toContain("line 4 of `.dockerignore`, `tests/`, leaves it out");
    expect(messageOf(finding)).toContain("`|| [ $? -eq 5 ]` lets the step succeed");
    expect(fixOf(finding)).toBe(
      "Take line 4, `tests/`, out of `.dockerignore`. Take `|| [ $? -eq 5 ]` out of line 2.",
    );
    expect(lineOf(finding)).toBeUndefined();
  });

  test("tells the start of a container from the build", () => {
    const finding = judged(
      { build: built(), ran: [] },
      "FROM a",
      'CMD ["sh", "-c", "pytest && exec gunicorn"]',
    );
    expect(messageOf(finding)).toContain(
      "`pytest` on line 2 stands in `CMD`, which runs when a container starts, and not while the image is built.",
    );
    expect(fixOf(finding)).toContain(
      "Take `pytest` out of line 2, and write `RUN pytest` into a stage of its own.",
    );
    expect(lineOf(finding)).toBe(2);
  });

  test("divides the one stage of such a Dockerfile", () => {
    const lines = [
      "FROM a",
      "WORKDIR /app",
      "RUN pip install -r requirements.dev.txt",
      "COPY . .",
      'CMD ["pytest"]',
    ];
    const finding = judged({ build: built(), ran: [] }, ...lines);
    expect(fixOf(finding)).toContain("Write `FROM a AS test` on line 1, and below line 4:");
    expect(fixOf(finding)).toContain(
      "RUN pytest\n\nFROM a\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY --from=test /app/app.py ./",
    );
  });

  test("is foreseen where the image does not build, and no line could hold it", () => {
    expect(foreseen('CMD ["pytest"]')).toContain("no line of the Dockerfile runs the tests");
    expect(foreseen("RUN pytest")).toBeUndefined();
  });

  test("says that tests were only listed", () => {
    const collected = ran("[test 5/5] RUN pytest --collect-only", 6, "3 tests collected");
    expect(messageOf(judged({ build: built(), ran: [collected] }))).toContain("whether it runs them");
  });

  test("says that a failure was passed over", () => {
    const step = ran("[test 5/5] RUN pytest || true", 6, `E   assert 'text/plain' == '${nonce}'`);
    expect(messageOf(judged({ build: built(), ran: [step] }))).toContain(
      "ended with exit code 0 all the same",
    );
  });

  test("asks for the test's own message", () => {
    const silent = stopped("[test 5/5] RUN pytest --tb=no -q", 6, "1 failed, 2 passed");
    const finding = judged(silent, "FROM a", "RUN b", "RUN c", "RUN d", "RUN e", "RUN pytest --tb=no -q");
    expect(messageOf(finding)).toContain("what it found cannot be seen, because of `--tb=no`.");
    expect(messageOf(finding)).toContain("Only a test's own message");
    expect(fixOf(finding)).toBe("Take out of line 6: `--tb=no`.");
  });
});
