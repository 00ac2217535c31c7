import { codeBlock, type Report, type Verdict } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import {
  plainLook,
  renderExercism,
  renderGithubClassroom,
  renderGradescope,
  renderPrairieLearn,
} from "../src/index.ts";
import { exercismResults } from "./consumers/exercism.ts";
import { classroomReporter } from "./consumers/github-classroom.ts";
import { gradescopeResults, gradescopeScore } from "./consumers/gradescope.ts";
import { prairieLearnResults } from "./consumers/prairielearn.ts";
import {
  allPassed,
  buildFailed,
  everyReport,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
} from "./reports.ts";
import { runnerCommands } from "./runner-commands.ts";

const nothingSent: Report = {
  ...buildFailed,
  state: "submission-invalid",
  checks: buildFailed.checks.map((check) => ({
    ...check,
    status: "skip",
    message: "There is no `Dockerfile`.",
  })),
};
const decided: Report = { ...fellShort, score: 9.5, notes: ["A person decided."] };
/** More than 1 MB, would nothing be cut. */
const long: Report = {
  ...fellShort,
  checks: Array.from({ length: 20 }, (_, at): Verdict => {
    const check = fellShort.checks.find(({ status }) => status === "fail");
    return { ...check!, id: `check-${at}`, message: codeBlock("€".repeat(21_000)).source };
  }),
};
const forgeries = [
  "::stop-commands::token",
  "\n::set-output name=a::b",
  "x\n  ##[add-mask]y",
  "%0A::error::x",
];
const reports = [...everyReport, nothingSent, decided, ...[...hostileTexts, ...forgeries].map(hostileReport)];
const controls = /[^\P{C}\n\t]/u;

const readGradescope = (report: Report) => gradescopeResults.parse(JSON.parse(renderGradescope(report)));

describe("gradescope", () => {
  test("every report is as the specification has it, and nothing of it is hidden", () => {
    for (const report of reports) {
      const { visibility, tests = [], ...rest } = readGradescope(report);
      expect(new Set([visibility, ...tests.map((each) => each.visibility)])).toEqual(new Set(["visible"]));
      expect(`${rest.output}${tests.map(({ name, output }) => `${name}${output}`).join("")}`).not.toMatch(
        controls,
      );
    }
  });

  test("each check is a test with its points, and what was seen is Markdown", () => {
    const { tests = [], ...rest } = readGradescope(fellShort);
    expect(rest).toMatchObject({ score: 4, execution_time: 12.6124, output_format: "md" });
    expect(rest.output).toMatch(/^\*\*4 of 8 points\*\* for the submission `alice`\./);
    expect(tests[0]).toEqual({
      score: 1,
      max_score: 1,
      status: "passed",
      name: "The image builds (image-builds)",
      name_format: "text",
      number: "1",
      tags: ["image-builds"],
      visibility: "visible",
    });
    expect(tests[4]).toMatchObject({
      score: 0,
      status: "failed",
      output: "The app has no Python that could be asked.",
    });
    expect(tests[5]).toMatchObject({ score: 0, max_score: 2, status: "failed", output_format: "md" });
    expect(tests[5]?.output).toContain("**Why it matters:**");
  });

  test("a person's score is the one on top, whatever the tests add up to", () => {
    const results = readGradescope(decided);
    expect(gradescopeScore(results)).toBe(9.5);
    expect(results.output).toContain("A person decided.");
  });

  test("an error of ours leaves nothing that could be recorded as a score", () => {
    const results = readGradescope(ourError);
    expect(gradescopeScore(results)).toBeUndefined();
    expect(results.tests?.some(({ score }) => score !== undefined)).toBe(false);
    expect(results.tests?.[1]).not.toHaveProperty("status");
    expect(results.output).toContain("not in your work");
  });
});

const readPrairieLearn = (report: Report) =>
  prairieLearnResults.parse(JSON.parse(renderPrairieLearn(report)));

describe("prairielearn", () => {
  test("every report is as PrairieLearn reads it, and below its 1 MB", () => {
    for (const report of reports) expect(JSON.stringify(readPrairieLearn(report))).not.toMatch(controls);
    expect(Buffer.byteLength(renderPrairieLearn(long))).toBeLessThan(1_000_000);
  });

  test("the score is a share, and every test has its points", () => {
    const { score, gradable, tests } = readPrairieLearn(fellShort);
    expect({ score, gradable }).toEqual({ score: 0.5, gradable: true });
    expect(tests[5]).toMatchObject({ description: "failed", points: 0, max_points: 2 });
    expect(readPrairieLearn(allPassed).score).toBe(1);
  });

  test("a person's score is a share too, and no more than all", () => {
    expect(readPrairieLearn({ ...decided, maxScore: 10 }).score).toBe(0.95);
    expect(readPrairieLearn(decided).score).toBe(1);
  });

  test("what could not be built at all costs no attempt, but a build that failed does", () => {
    expect(readPrairieLearn(nothingSent)).toMatchObject({
      gradable: false,
      format_errors: ["There is no `Dockerfile`."],
    });
    expect(readPrairieLearn(nothingSent)).not.toHaveProperty("score");
    expect(readPrairieLearn({ ...nothingSent, score: 3 })).toMatchObject({ gradable: true, score: 0.5 });
    expect(readPrairieLearn(buildFailed)).toMatchObject({ gradable: true, score: 0 });
  });

  test("an error of ours costs no attempt and gives no score", () => {
    expect(readPrairieLearn(ourError)).toMatchObject({
      gradable: false,
      format_errors: [expect.stringContaining("not in your work")],
    });
    expect(readPrairieLearn(ourError)).not.toHaveProperty("score");
  });
});

const readExercism = (report: Report) => exercismResults.parse(JSON.parse(renderExercism(report)));

describe("exercism", () => {
  test("every report is a version 3 of it", () => {
    for (const report of reports) expect(JSON.stringify(readExercism(report))).not.toMatch(controls);
  });

  test("the tests stand in the lab's order, and one that had to wait is an error of its own", () => {
    const { status, tests } = readExercism(buildFailed);
    expect(status).toBe("fail");
    expect(tests.map((each) => each.status)).toEqual(["fail", ...Array(4).fill("error")]);
    expect(tests[1]).toEqual({
      name: "The container goes on running (container-runs)",
      test_code: "./shipshape explain container-runs",
      status: "error",
      message: "The image did not build, so there was nothing to look at.",
    });
    expect(readExercism(allPassed).status).toBe("pass");
  });

  test("it is an error only where no test ran, or where an error of ours makes what ran worth nothing", () => {
    expect(readExercism(nothingSent)).toMatchObject({
      status: "error",
      message: expect.stringContaining("no `Dockerfile`"),
    });
    expect(readExercism(ourError)).toMatchObject({
      status: "error",
      message: expect.stringContaining("not in your work"),
    });
  });

  test("a message stays below 65,535 bytes", () => {
    for (const { message } of readExercism(long).tests)
      expect(Buffer.byteLength(message ?? "")).toBeLessThan(65_535);
  });
});

const reportedBy = (...all: Report[]) =>
  classroomReporter(all.map((each) => renderGithubClassroom(each, { ...plainLook, folder: "work" })));

describe("github-classroom", () => {
  test("every report is one line that the reporter reads, with all points and what was earned", () => {
    for (const each of reports) {
      expect(renderGithubClassroom(each)).toMatch(/^[\w+/]+={0,2}\n$/);
      const { points, maxPoints } = reportedBy(each);
      const earned = each.checks.reduce((total, { score }) => total + score, 0);
      expect(maxPoints).toBe(each.maxScore);
      expect(points).toBeCloseTo(each.score ?? earned);
    }
  });

  test("several labs add up, whichever of them failed", () => {
    expect(reportedBy(allPassed, fellShort, ourError)).toMatchObject({
      points: 12,
      maxPoints: 17,
      failed: true,
    });
    expect(reportedBy(allPassed).failed).toBe(false);
  });

  test("a failed check names its line, and a person's points are a test of their own", () => {
    const { tests } = reportedBy(decided).results[0]!;
    expect(tests[5]).toMatchObject({ status: "fail", score: 0, filename: "work/Dockerfile", line_no: 4 });
    expect(tests.at(-1)).toMatchObject({
      name: "Points that a person gave",
      score: 5.5,
      message: "A person decided.",
    });
  });

  test("an error of ours fails the job as an error, and is told as ours", () => {
    const { status, tests } = reportedBy(ourError).results[0]!;
    expect(status).toBe("error");
    expect(tests[1]).toMatchObject({
      status: "error",
      score: 0,
      message: expect.stringContaining("not in your work"),
    });
  });

  test("nothing that a learner wrote becomes a command in the job's log", () => {
    for (const each of reports) {
      const { log } = reportedBy(each);
      expect(runnerCommands(log)).toEqual([]);
      expect(log).not.toMatch(controls);
    }
  });
});
