import { defineCheck, md } from "@shipshape/core";

import { judgeGate } from "./gate.ts";
import { runsTool } from "./tool-command.ts";

const testers = /\b(?:py\.?test|unittest|tox|nox)\b/;

export const testsGateBuild = defineCheck({
  id: "tests-gate-build",
  title: "A broken test stops the build",
  why: "An image that cannot be made without passing its tests needs no trust: whoever builds it, on whatever machine, gets a tested one or none. Tests that are merely present, or whose failure is passed over, look the same from outside until the day that they are needed.",
  fix: "Give the tests a `RUN` of their own in a stage that has pytest and the `tests/` folder, and let nothing stand behind the command that changes its exit code. Then have the final stage take something from that stage, since BuildKit builds only what the final stage needs. To see it for yourself, break an assertion in `tests/test_app.py` and build: the build has to stop there.",
  docs: "https://docs.docker.com/build/building/multi-stage/#differences-between-legacy-builder-and-buildkit",
  needs: ["brokenTest"],
  wants: ["dockerfile", "submission"],
  foresee: ({ dockerfile }) =>
    dockerfile &&
    !dockerfile.instructions.some((it) => it.keyword === "RUN" && runsTool(testers, it.arguments))
      ? md`Besides, no line of the Dockerfile runs the tests: a \`RUN\` with \`pytest\` would.`
      : undefined,
  judge: ({ brokenTest, dockerfile, submission }) =>
    judgeGate(
      brokenTest,
      { dockerfile, submission },
      {
        changed: md`With one assertion in ${brokenTest.changed.join(", ")} made false`,
        tool: testers,
        command: "pytest",
        reads: ["tests"],
        absent: md`No step of the build runs the tests.`,
        overlooked: md`Either that test was not run there, or its failure was sent elsewhere and passed over. See which tests the command chooses and whether it runs them, and where its output and its exit code go.`,
        hidden: md`Only a test's own message tells that it was the test that failed, and not something else. Let it be seen: send the output nowhere else, and leave out the options that shorten it.`,
      },
    ),
});
