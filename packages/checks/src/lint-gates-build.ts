import { defineCheck, md } from "@shipshape/core";

import { judgeGate } from "./gate.ts";
import { runsTool } from "./tool-command.ts";

const linters = /\b(?:flake8|pyflakes|pycodestyle|pylint|ruff|tox|nox)\b/;

export const lintGatesBuild = defineCheck({
  id: "lint-gates-build",
  title: "A lint violation in the app stops the build",
  why: "A linter reads the code without running it, and finds what no test happens to reach: an import that nothing uses, a name that nothing defines. It takes a second, but only a build that stops keeps the fault out: a warning in a log of hundreds of lines is read by nobody.",
  fix: "Run `flake8` over the app in a `RUN` of a stage that the final stage needs, with the app's own configuration file `.flake8` beside it, and let nothing behind it or among its options change its exit code. To see it for yourself, add `import json` to `app.py` and build: the build has to stop at `F401`.",
  docs: "https://flake8.pycqa.org/en/latest/user/invocation.html",
  needs: ["lintViolation"],
  wants: ["dockerfile", "submission"],
  foresee: ({ dockerfile }) =>
    dockerfile &&
    !dockerfile.instructions.some((it) => it.keyword === "RUN" && runsTool(linters, it.arguments))
      ? md`Besides, no line of the Dockerfile runs a linter, such as \`flake8\`.`
      : undefined,
  judge: ({ lintViolation, dockerfile, submission }) =>
    judgeGate(
      lintViolation,
      { dockerfile, submission },
      {
        changed: md`With an unused import (flake8's \`F401\`) planted in ${lintViolation.changed.join(", ")}`,
        tool: linters,
        command: "flake8",
        reads: ["app.py", ".flake8"],
        rule: "F401",
        absent: md`No step of the build runs a linter.`,
        overlooked: md`Either it did not look at that file, or not for that fault, or what it found was sent elsewhere and passed over. See which files and which rules the command and its configuration name, and where its output and its exit code go.`,
        hidden: md`Only the linter's own message tells that it was the import that it stopped at, and not something else. Let it be seen: send the output nowhere else, and leave out the options that shorten it.`,
      },
    ),
});
