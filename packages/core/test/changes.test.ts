import { expect, test } from "vitest";

import { changesSince, outcomeOf } from "../src/changes.ts";
import type { Report, Verdict } from "../src/report.ts";

function reportOf(statuses: Readonly<Record<string, Verdict["status"]>>, bytes?: number): Report {
  return {
    version: 1,
    lab: "00-trial",
    labTitle: "Trial",
    submission: "one",
    state: "completed",
    score: 1,
    maxScore: 2,
    checks: Object.entries(statuses).map(([id, status]) => ({
      id,
      status,
      score: 0,
      maxScore: 1,
      title: id,
      message: "",
    })),
    ...(bytes !== undefined && {
      image: { bytes, addedBytes: 1, base: { reference: "a:1", bytes: bytes - 1 }, layers: [] },
    }),
    notes: [],
    evidenceDigest: "",
    timings: {},
  };
}

const at = "2026-11-21T10:00:00.000Z";

test("what passes now and did not is mended, and what fails now and passed is broken", () => {
  const before = outcomeOf(reportOf({ a: "fail", b: "skip", c: "pass", d: "fail" }, 100), at);
  expect(changesSince(before, reportOf({ a: "pass", b: "pass", c: "fail", d: "fail" }, 90))).toEqual({
    since: at,
    mended: ["a", "b"],
    broken: ["c"],
    bytes: -10,
  });
});

test("an error of ours and a skip break nothing, and a check that is new is neither", () => {
  const before = outcomeOf(reportOf({ a: "pass", b: "pass" }), at);
  expect(changesSince(before, reportOf({ a: "error", b: "skip", c: "pass" }, 90))).toEqual({
    since: at,
    mended: [],
    broken: [],
  });
});
