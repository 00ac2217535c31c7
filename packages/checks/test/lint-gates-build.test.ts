import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { lintGatesBuild } from "../src/lint-gates-build.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, judge, lineOf, messageOf, nonce, ran, stopped } from "./evidence.ts";

const judged = (lintViolation: Partial<Sections["lintViolation"]>, ...lines: string[]) =>
  judge(lintGatesBuild, evidence({ lintViolation, dockerfile: dockerfile(...lines) }));

describe("lint-gates-build", () => {
  test("names the file that got an unused import", () => {
    expect(messageOf(judged({ build: built(), ran: [] }))).toBe(
      "With an unused import planted in `app.py`, the image was built all the same.\n\nNo step of the build runs a linter: none names flake8, or another tool that could.",
    );
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
