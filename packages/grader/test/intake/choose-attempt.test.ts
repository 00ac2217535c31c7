import { describe, expect, test } from "vitest";

import { newestOf, oldestFirst } from "../../src/intake/choose-attempt.ts";
import type { TakenAttempt } from "../../src/intake/intake.ts";

const attempt = (entry: string, more: Partial<TakenAttempt> = {}): TakenAttempt => ({
  entry,
  markedLate: false,
  submission: entry,
  ...more,
});
const at = (day: number) => ({ at: `2026-11-${day}T18:00:00Z` });
const deadline = new Date("2026-11-20T18:00:00Z");

describe("the attempt that counts", () => {
  test("is the only one", () => {
    expect(newestOf([attempt("a")])).toEqual({ index: 0, late: false });
  });

  test("is the latest where there is no deadline, marked late or not", () => {
    expect(newestOf([attempt("a", at(19)), attempt("b", { ...at(21), markedLate: true })])).toEqual({
      index: 1,
      late: true,
    });
  });

  test("is the latest that is not after the deadline", () => {
    const attempts = [attempt("a", at(18)), attempt("b", at(20)), attempt("c", at(21))];
    expect(newestOf(attempts, deadline)).toEqual({ index: 1, late: false });
  });

  test("is none that the export marks as late, while another is in time", () => {
    const attempts = [attempt("a", { resubmission: 0 }), attempt("b", { resubmission: 1, markedLate: true })];
    expect(newestOf(attempts, deadline)).toEqual({ index: 0, late: false });
  });

  test("is the earliest late one where all are late", () => {
    const attempts = [attempt("a", at(21)), attempt("b", at(22)), attempt("c", at(23))];
    expect(newestOf(attempts, deadline)).toEqual({ index: 0, late: true });
  });

  test("is the one with the higher number where there is no time", () => {
    expect(newestOf([attempt("a", { resubmission: 10 }), attempt("b", { resubmission: 9 })])).toEqual({
      index: 0,
      late: false,
    });
  });

  test.each([
    ["nothing tells which is the newer", [attempt("a.zip"), attempt("a.tar.gz")]],
    ["one of them has no time", [attempt("a.zip", at(18)), attempt("a.tar.gz")]],
    ["they have the same time", [attempt("a.zip", at(18)), attempt("a.tar.gz", at(18))]],
    [
      "neither can be read",
      [
        { entry: "a.zip", markedLate: false },
        { entry: "a.tar.gz", markedLate: false },
      ],
    ],
  ])("is for a person to tell where %s", (_, attempts) => {
    const chosen = newestOf(attempts);
    expect("undecided" in chosen && chosen.undecided.source).toMatch(
      /^Nothing tells which of 2 attempts .* `a\.zip`, `a\.tar\.gz`\. Leave that one alone/,
    );
  });

  test("is any of those that hold the very same", () => {
    const attempts = [attempt("a.zip", { submission: "x" }), attempt("a", { submission: "x" })];
    expect(newestOf(attempts)).toEqual({ index: 0, late: false });
  });

  test("is not undecided by late ones of unknown order", () => {
    const attempts = [
      attempt("a", at(18)),
      attempt("b", { markedLate: true }),
      attempt("c", { markedLate: true }),
    ];
    expect(newestOf(attempts, deadline)).toEqual({ index: 0, late: false });
  });
});

test("attempts are sorted by time, then by number, then by name", () => {
  const sorted = [
    attempt("z"),
    attempt("a", { resubmission: 0 }),
    attempt("b", { resubmission: 2 }),
    attempt("y", at(18)),
    attempt("c", at(19)),
  ];
  expect(sorted.toReversed().toSorted(oldestFirst)).toEqual(sorted);
});
