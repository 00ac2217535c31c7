import type { RebuildSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { dependencyRefresh } from "../src/dependency-refresh.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, fixOf, judge, lineOf, messageOf, rebuilt, stopped } from "./evidence.ts";

const right = evidence().pinChange;
const observedRuntime = right.runtime && "observed" in right.runtime ? right.runtime.observed : undefined;

const served = (installed: Record<string, string>): Partial<RebuildSection> => ({
  ...right,
  ...(observedRuntime && { runtime: { observed: { ...observedRuntime, installed } } }),
});

const old = served({ flask: "3.1.2", gunicorn: "23.0.0" });

const judged = (pinChange: Partial<RebuildSection>, ...lines: string[]) =>
  judge(
    dependencyRefresh,
    evidence({
      pinChange,
      ...(lines.length > 0 && { dockerfile: dockerfile("FROM python:3.13-slim", ...lines) }),
    }),
  );

describe("dependency-refresh", () => {
  test("names the version that was pinned and the one that still serves", () => {
    expect(messageOf(judged(old))).toContain(
      "`requirements.txt` was changed to pin `flask` to `3.1.1` instead of `3.1.2`, and the image was built again and run: the app still runs with `3.1.2`.",
    );
  });

  test("asks only for what was changed", () => {
    expect(judged(served({ flask: "3.1.1" }))).toEqual({ holds: true });
  });

  test("says that a package is gone where it is", () => {
    expect(messageOf(judged(served({})))).toContain("without any `flask`");
  });

  test.each([
    ["RUN pip install Flask==3.1.2 gunicorn==23.0.0", "names versions itself"],
    ["ARG FLASK_VERSION=3.1.2", "names versions itself"],
    [
      "RUN sed -i 's/==.*//' requirements.txt && pip install -r requirements.txt",
      "changes `requirements.txt`",
    ],
    ["RUN sed 's/==.*//' requirements.txt > open.txt && pip install -r open.txt", "writes a list of its own"],
    ["RUN pip install flask gunicorn", "installs `flask` by its name, so `requirements.txt` has no say"],
    ["RUN pip install --upgrade flask", "installs `flask` by its name, so `requirements.txt` has no say"],
    ["RUN python -c 'import flask' || pip install -r requirements.txt", "under a condition"],
    ["RUN --mount=type=cache,target=/opt/venv pip install -r requirements.txt", "works in a cache mount"],
    ["COPY --from=registry.example/team/base:1 /opt/venv /opt/venv", "from another image"],
  ])("suspects %s", (line, words) => {
    const finding = judged(old, "COPY requirements.txt .", line, "COPY . .");
    expect(messageOf(finding)).toContain(words);
    expect(lineOf(finding)).toBe(3);
  });

  const list = "COPY requirements.txt ./";
  const reads = "RUN pip install -r requirements.txt";

  test.each([
    [["RUN pip install flask"], 2, "on line 2 write `-r requirements.txt` in place of the packages"],
    [["RUN pip install flask==3.1.2"], 2, "`COPY requirements.txt ./` stands above line 2"],
    [[list, reads, "RUN pip install -U flask"], 4, "Take that install out of line 4: line 3 installs"],
    [["RUN pip install flask==3.1.2", list, reads], 2, "Take that install out of line 2: line 4 installs"],
    [
      [
        "RUN pip install flask==3.1.2",
        list,
        "RUN python -c 'import flask' || pip install -r requirements.txt",
      ],
      2,
      "let line 4 install from `requirements.txt` without a condition",
    ],
    [
      [list, "RUN sed -i 's/==.*//' requirements.txt && pip install -r requirements.txt"],
      3,
      "On line 3, take out what changes the file",
    ],
    [
      [list, "RUN python -c 'import flask' || pip install -r requirements.txt"],
      3,
      "On line 3, install without a condition",
    ],
  ])("says what to try with %j", (lines, line, fix) => {
    const finding = judged(old, ...lines);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test("does not call a version old that was never pinned", () => {
    expect(messageOf(judged(served({ flask: "3.1.3" })))).toContain("the app runs with `3.1.3`");
  });

  test("says what may be behind it where no line is suspicious", () => {
    const finding = judged(old, "COPY requirements.txt .", "RUN pip install -r requirements.txt");
    expect(messageOf(finding)).toContain("may be carried from another image or stage");
    expect(lineOf(finding)).toBeUndefined();
  });

  test("shows the step at which the rebuild stopped, and the line that names versions itself", () => {
    const output = "ERROR: No matching distribution found for Flask==3.1.1\n";
    const finding = judged(
      { ...stopped("[stage-1 4/5] RUN pip install --no-index -r requirements.txt", 5, output) },
      "RUN pip wheel --wheel-dir /wheels Flask==3.1.2",
      "FROM python:3.13-slim",
      "COPY requirements.txt .",
      "RUN pip install --no-index -r requirements.txt",
    );
    expect(messageOf(finding)).toContain("the image no longer builds");
    expect(messageOf(finding)).toContain(output.trim());
    expect(messageOf(finding)).toContain("Line 2 names versions itself");
    expect(fixOf(finding)).toContain("on line 2 write `-r requirements.txt`");
    expect(lineOf(finding)).toBe(2);
  });

  test("blames the step itself where nothing else is suspicious", () => {
    expect(lineOf(judged(stopped("[4/5] RUN pip check", 5, "flask 3.1.2 is needed")))).toBe(5);
  });

  test("shows BuildKit's own words where no step is to blame", () => {
    const build: RebuildSection["build"] = {
      outcome: "failed",
      steps: [],
      error: "no such stage",
      log: "",
      ms: 1,
    };
    expect(messageOf(judged({ build }))).toContain("no such stage");
  });

  test("gives the reason where the app could not be seen because of what was handed in", () => {
    const runtime = { unavailable: "The app stopped answering.", blame: "submission" } as const;
    expect(messageOf(judged({ ...right, runtime }))).toContain("The app stopped answering.");
  });

  test.each([
    ["the lab runs nothing", { build: built() }, "run: true"],
    [
      "our side failed",
      { runtime: { unavailable: "The engine failed.", blame: "infrastructure" } as const, build: built() },
      "The engine failed.",
    ],
  ])("blames no learner where %s", (_, fields, reason) => {
    const { runtime: _unused, ...section } = right;
    const sections = { ...evidence(), pinChange: rebuilt({ ...section, ...fields }) };
    expect(() => judge(dependencyRefresh, sections)).toThrow(reason);
  });
});
