import { describe, expect, test } from "vitest";

import { virtualEnvironment } from "../src/virtual-environment.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const runtime = { prefix: "/usr/local", basePrefix: "/usr/local" };
const judged = (...lines: string[]) =>
  judge(virtualEnvironment, evidence({ runtime, dockerfile: dockerfile(...lines) }));

describe("virtual-environment", () => {
  test("says that none is made", () => {
    const finding = judged("FROM python:3.13-slim", "RUN pip install flask");
    expect(messageOf(finding)).toContain("No line of the Dockerfile says `python -m venv`");
  });

  test.each([
    "RUN python -m venv --copies /opt/venv && /opt/venv/bin/pip install flask",
    "RUN pip install virtualenv && virtualenv /opt/venv",
    'RUN ["python", "-m", "venv", "/opt/venv"]',
    "RUN uv venv /opt/venv",
  ])("finds the one that is made and not used: %s", (line) => {
    const finding = judged("FROM python:3.13-slim", line, 'CMD ["python", "app.py"]');
    expect(messageOf(finding)).toContain("Line 2 puts the environment into `/opt/venv`, and no line puts");
    expect(fixOf(finding)).toBe("Below line 2, add `ENV PATH=/opt/venv/bin:$PATH`.");
    expect(lineOf(finding)).toBe(2);
  });

  test("finds the one that stays behind in its stage", () => {
    const finding = judged(
      "FROM python:3.13 AS builder",
      "RUN python -m venv /opt/venv",
      "FROM python:3.13-slim",
    );
    expect(messageOf(finding)).toContain("in the stage `builder`, and the final stage does not take it over");
    expect(fixOf(finding)).toContain("add `COPY --from=builder /opt/venv /opt/venv` and `ENV PATH=");
    expect(lineOf(finding)).toBe(3);
  });

  const builder = ["FROM python:3.13-slim AS builder", "RUN python -m venv /opt/venv"];
  const taken = [...builder, "FROM python:3.13-slim", "COPY --from=builder /opt/venv /opt/venv"];
  const start = 'CMD ["python", "app.py"]';
  test.each([
    [
      "PYTHONPATH borrows from",
      [...taken, "ENV PYTHONPATH=/opt/venv/lib/python3.13/site-packages", start],
      5,
      "In place of line 5, write `ENV PATH=/opt/venv/bin:$PATH`.",
    ],
    [
      "stands behind another on PATH",
      [...taken, "ENV PATH=$PATH:/opt/venv/bin", start],
      5,
      "On line 5, write `ENV PATH=/opt/venv/bin:$PATH`.",
    ],
    [
      "a command passes by with another Python's path",
      [...taken, "ENV PATH=/opt/venv/bin:$PATH", 'CMD ["/usr/local/bin/python3", "app.py"]'],
      6,
      "On line 6, write `/opt/venv/bin/python` in its place.",
    ],
    [
      "is first on PATH by a variable",
      [...taken, "ENV VENV=/opt/venv", "ENV PATH=${VENV}/bin:$PATH", start],
      7,
      "See that the environment's `bin` comes first",
    ],
  ])("finds the one that %s", (_, lines, line, fix) => {
    const finding = judged(...lines);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    [
      "through a stage between",
      [...builder, "FROM builder AS more", "FROM python:3.13-slim", "COPY --from=more /opt/venv /opt/venv"],
    ],
    [
      "with a mount",
      [
        ...builder,
        "FROM python:3.13-slim",
        "RUN --mount=from=builder,source=/opt/venv,target=/v cp -r /v /opt/venv",
      ],
    ],
  ])("knows that it was taken over %s", (_, lines) => {
    expect(messageOf(judged(...lines, start))).toContain("puts the environment into `/opt/venv`");
  });

  test("says of ENV in another stage that it does not hold", () => {
    const finding = judged(...builder, "ENV PATH=/opt/venv/bin:$PATH", ...taken.slice(2), start);
    expect(messageOf(finding)).toContain("`ENV` on line 3 holds for the stage `builder` only");
  });

  test.each([
    [["FROM python:3.13-slim", "RUN pip install flask"], 2, "Line 2 installs for", "Above line 2, add"],
    [
      ["FROM python:3.13-slim AS builder", "RUN pip install --user flask", "FROM python:3.13-slim"],
      2,
      "Line 2 installs with `--user`",
      "then leave `--user` out, and `pip` installs into the environment. In the final stage, add `COPY",
    ],
    [
      [
        "FROM python:3.13-slim AS builder",
        "RUN pip install --prefix=/i flask",
        "FROM python:3.13-slim",
        "COPY --from=builder /i /usr/local",
      ],
      2,
      "Line 2 installs with `--prefix`",
      "in place of line 4",
    ],
  ])("says where to make one: %s", (lines, line, words, fix) => {
    const finding = judged(...lines);
    expect(messageOf(finding)).toContain(words);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(line);
  });
});
