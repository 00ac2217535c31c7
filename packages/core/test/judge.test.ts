import { describe, expect, test } from "vitest";

import { defineCheck, fail, pass } from "../src/check.ts";
import type { Evidence, Sections } from "../src/evidence.ts";
import { observed, unavailable } from "../src/evidence/observation.ts";
import { judge } from "../src/judge.ts";
import { md } from "../src/markdown.ts";
import { exitStatus, reportSchema } from "../src/report.ts";

const words = { title: "A title", why: "A reason", fix: "A way", docs: "https://example.org/" };

const servesOn5000 = defineCheck({
  ...words,
  id: "serves-on-5000",
  needs: ["served"],
  judge: ({ served }) => (served.port === 5000 ? pass : fail(md`It serves on ${served.port}.`, 2)),
});

const readable = defineCheck({ ...words, id: "readable", needs: ["dockerfile"], judge: () => pass });

const checks = new Map([servesOn5000, readable].map((check) => [check.id, check]));
const rubric = {
  id: "00-trial",
  title: "Trial",
  checks: [
    { id: "serves-on-5000", points: 3, options: {} },
    { id: "readable", points: 1, options: {} },
  ],
};

const dockerfile = observed({
  stages: [{ line: 1, base: "a:1" }],
  instructions: [{ stage: 0, keyword: "EXPOSE", line: 2, endLine: 2, arguments: "8000", sources: [] }],
});

const evidenceWith = (sections: Evidence["sections"]): Evidence => ({
  version: 1,
  lab: "00-trial",
  submission: "one",
  state: "completed",
  engine: { version: "1", store: "overlay2", architecture: "x86_64", standIns: [] },
  sections: { dockerfile, ...sections },
  timings: {},
});

const judged = (sections: Evidence["sections"]) => judge(rubric, evidenceWith(sections), checks);

describe("judging", () => {
  test("gives the points of what holds", () => {
    const report = judged({ served: observed({ port: 5000 }) });
    expect(report).toMatchObject({ score: 4, maxScore: 4 });
    expect(exitStatus(report)).toBe(0);
    expect(reportSchema.parse(report)).toEqual(report);
  });

  test("explains what does not hold, with the line that stands there", () => {
    const report = judged({ served: observed({ port: 8000 }) });
    expect(report.checks[0]).toEqual({
      id: "serves-on-5000",
      title: "A title",
      status: "fail",
      score: 0,
      maxScore: 3,
      message: "It serves on 8000.",
      where: { file: "Dockerfile", line: 2, endLine: 2, text: "EXPOSE 8000" },
      why: "A reason",
      fix: "A way",
      docs: "https://example.org/",
    });
    expect(exitStatus(report)).toBe(1);
  });

  test("skips what the submission keeps from being seen, and leaves its points in the denominator", () => {
    const report = judged({ served: unavailable(md`Nothing answered.`, "submission") });
    expect(report.checks[0]).toMatchObject({ status: "skip", score: 0, message: "Nothing answered." });
    expect(report).toMatchObject({ score: 1, maxScore: 4 });
    expect(exitStatus(report)).toBe(1);
  });

  test("says of a skipped check what can be seen already", () => {
    const foreseeing = {
      ...servesOn5000,
      wants: ["dockerfile"] as const,
      foresee: ({ dockerfile: found }: Partial<Sections>) =>
        md`It exposes ${found?.instructions[0]?.arguments ?? ""}.`,
    };
    const messageFor = (blame: "submission" | "infrastructure") =>
      judge(
        rubric,
        evidenceWith({ served: unavailable(md`Nothing answered.`, blame) }),
        new Map([...checks, [foreseeing.id, foreseeing]]),
      ).checks[0]?.message;
    expect(messageFor("submission")).toBe("Nothing answered. It exposes `8000`.");
    expect(messageFor("infrastructure")).toBe("Nothing answered.");
  });

  test("shows the lines around a place that is no instruction", () => {
    const evidence = evidenceWith({
      served: observed({ port: 8000 }),
      dockerfile: observed({
        stages: [],
        instructions: [],
        lines: ["FROM a", "# EXPOSE 5000", "RUN b", "RUN c"],
      }),
    });
    expect(judge(rubric, evidence, checks).checks[0]?.where).toEqual({
      file: "Dockerfile",
      line: 2,
      excerpt: { first: 1, lines: ["FROM a", "# EXPOSE 5000", "RUN b"] },
    });
  });

  test("withholds the score where our side failed", () => {
    const report = judged({ served: unavailable(md`The engine failed.`, "infrastructure") });
    expect(report.checks[0]).toMatchObject({ status: "error" });
    expect(report.score).toBeNull();
    expect(exitStatus(report)).toBe(2);
  });

  test("says that evidence was gathered without what a check needs", () => {
    expect(judged({}).checks[0]).toMatchObject({
      status: "error",
      message: expect.stringContaining("`served`"),
    });
  });

  test("notes stand-ins, and files that were left alone", () => {
    const evidence = evidenceWith({
      submission: observed({ files: [], ignored: ["app.py"], problems: [] }),
    });
    const report = judge(
      rubric,
      { ...evidence, engine: { ...evidence.engine, standIns: ["python:3.13"] } },
      checks,
    );
    expect(report.notes.join()).toContain("`python:3.13`");
    expect(report.notes.join()).toContain("`app.py`");
  });

  test("notes that the app's files were edited, and that this has no effect", () => {
    const evidence = evidenceWith({
      submission: observed({ files: [], ignored: [], edited: ["app.py"], problems: [] }),
    });
    expect(judge(rubric, evidence, checks).notes).toEqual([
      "Left alone, although it was changed: `app.py`. The lab is checked with its own copy.",
    ]);
  });

  test("notes how many files were left alone, where they are too many to name", () => {
    const evidence = evidenceWith({
      submission: observed({ files: [], ignored: ["a", "b"], ignoredCount: 99_997, problems: [] }),
    });
    expect(judge(rubric, evidence, checks).notes).toEqual([
      "Left alone, because the lab does not take them: `a`, `b` and 99,995 more.",
    ]);
  });
});
