import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { testsGateBuild } from "../src/tests-gate-build.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, judge, lineOf, messageOf, nonce, ran, stopped } from "./evidence.ts";

const judged = (brokenTest: Partial<Sections["brokenTest"]>, ...lines: string[]) =>
  judge(testsGateBuild, evidence({ brokenTest, dockerfile: dockerfile(...lines) }));

describe("tests-gate-build", () => {
  test("names the file whose assertion was made false", () => {
    expect(messageOf(judged({ build: built(), ran: [] }))).toBe(
      "With one assertion in `tests/test_app.py` made false, the image was built all the same.\n\nNo step of the build runs the tests: none names pytest, or another tool that could.",
    );
  });

  test("explains a test stage that nothing needs", () => {
    const lines = ["FROM python:3.13-slim AS test", "RUN python -m pytest", "FROM python:3.13-slim"];
    const finding = judged({ build: built(), ran: [] }, ...lines);
    expect(messageOf(finding)).toContain("`RUN python -m pytest` on line 2 was left out");
    expect(lineOf(finding)).toBe(2);
  });

  test("says that tests were only listed", () => {
    const collected = ran("[test 5/5] RUN pytest --collect-only", 6, "3 tests collected");
    expect(messageOf(judged({ build: built(), ran: [collected] }))).toContain("whether it runs them");
  });

  test("says that a failure was passed over", () => {
    const step = ran("[test 5/5] RUN pytest || true", 6, `E   assert 'text/plain' == '${nonce}'`);
    expect(messageOf(judged({ build: built(), ran: [step] }))).toContain("counts as a success");
  });

  test("asks for the test's own message", () => {
    const silent = stopped("[test 5/5] RUN pytest --tb=no -q", 6, "1 failed, 2 passed");
    expect(messageOf(judged(silent))).toContain("Only a test's own message");
  });
});
