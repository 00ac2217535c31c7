import { english, visible } from "@shipshape/core";
import type { ClassEvent } from "@shipshape/grader";
import { cut, type Look, plainLook } from "@shipshape/report";
import { expect, test } from "vitest";

import { classLines } from "../src/grade/class-lines.ts";
import { ClassStanding } from "../src/grade/class-standing.ts";
import { eventLine } from "../src/grade/event-line.ts";
import { PlainLines } from "../src/grade/plain-lines.ts";
import { clock, timeLeftInWords } from "../src/grade/time-words.ts";
import {
  began,
  ended,
  failed,
  paused,
  postponed,
  reportWith,
  stage,
  takenIn,
} from "./class-display-events.ts";

const second = 1_000;
const minute = 60 * second;

/** Takes events one after another, each with the seconds since the beginning. */
function standingAfter(...events: readonly (readonly [seconds: number, event: ClassEvent])[]): ClassStanding {
  const standing = new ClassStanding(0);
  for (const [seconds, event] of events) standing.take(event, seconds * second);
  return standing;
}

const lines = (standing: ClassStanding, seconds: number, look: Partial<Look> = {}, rows = 20) =>
  classLines(standing, seconds * second, { ...plainLook, columns: 79, ...look }, rows);

/** A class of 20 of which 8 have ended, 2 at once and 10 s each, and two are at work. */
const half = standingAfter(
  [0, takenIn(20)],
  ...Array.from({ length: 4 }, (_, turn) =>
    ["a", "b"].flatMap((name) => [
      [10 * turn, began(`${name}${turn}`)] as const,
      [
        10 * turn + 10,
        ended(`${name}${turn}`, reportWith({ failed: turn === 0 ? ["image-size"] : [] })),
      ] as const,
    ]),
  )
    .flat()
    .toSorted(([a], [b]) => a - b),
  [40, began("anna", ["anna", "bob", "carl"])],
  [40, stage("anna")],
  [41, began("dora")],
);

test("a class that is being graded has a bar, its times, a tally and its jobs", () => {
  expect(lines(half, 45)).toEqual([
    "[████████░░░░░░░░░░░░] 8/20  0:45  about a minute left  6 passed  2 fell short",
    "  0:05 anna and 2 more: Building the image",
    "  0:04 dora",
  ]);
});

test("where there is little room there are more lines", () => {
  expect(lines(half, 45, { columns: 39 })).toEqual([
    "[████░░░░░░] 8/20  0:45",
    "about a minute left  6 passed",
    "2 fell short",
    "  0:05 anna and 2…: Building the image",
    "  0:04 dora",
  ]);
  expect(lines(half, 45, { columns: 19, unicode: false })).toEqual([
    "[####------] 8/20",
    "0:45",
    "about a minute left",
    "6 passed",
    "2 fell short",
    "  0:05 anna...:...",
    "  0:04 dora",
  ]);
});

test("as many jobs are shown as the terminal has rows for, and the others counted", () => {
  const standing = standingAfter(
    [0, takenIn(40)],
    ...["a", "b", "c", "d", "e"].map((name) => [0, began(name)] as const),
  );
  expect(lines(standing, 1, {}, 4).slice(1)).toEqual(["  0:01 a", "  0:01 b", "  … and 3 more"]);
  expect(lines(standing, 1, {}, 2).slice(1)).toEqual(["  … 5 at work"]);
  expect(lines(standing, 1, {}, 1)).toHaveLength(1);
  expect(lines(standing, 1, {}, 0)).toEqual([]);
});

test("before there is anything to grade it says what goes on", () => {
  const before = standingAfter([0, { kind: "taking-in", done: 120, of: 1000 }]);
  expect(lines(before, 3)).toEqual(["0:03 Taking in what was handed in: 120 of 1000"]);
  const proving = standingAfter([0, takenIn(4)], [1, { kind: "proving", variant: "solution" }]);
  expect(lines(proving, 5)).toEqual(["0:05 Grading known answers first: solution"]);
});

test("a class that pauses says what is wrong, what to do, since when, and no time left", () => {
  const standing = standingAfter([0, takenIn(3)], [0, began("anna")], [10, ended("anna")], [20, paused]);
  expect(lines(standing, 90).map((line) => line.replace(/\d\d:\d\d\./, "14:32."))).toEqual([
    "[███████░░░░░░░░░░░░░] 1/3  1:30  1 passed  0 fell short",
    "Paused since 14:32. The engine at `/run/engine.sock` does not answer.",
    "Start it again: the class goes on by itself then.",
  ]);
  standing.take({ kind: "resumed" }, 100 * second);
  expect(lines(standing, 100)).toHaveLength(1);
});

test("a submission is at work until it has ended, is tried again later, or has failed for good", () => {
  const standing = standingAfter(
    [0, takenIn(3)],
    ...["a", "b", "c"].map((name) => [0, began(name)] as const),
    [9, ended("a")],
    [9, postponed("b")],
    [9, failed("c")],
  );
  expect(standing.jobs.size).toBe(0);
  expect({ ...standing.counts, done: standing.done }).toEqual({
    passed: 1,
    fellShort: 0,
    errors: 1,
    done: 2,
  });
  expect(lines(standing, 10)).toEqual([
    "[█████████████░░░░░░░] 2/3  0:10  1 passed  0 fell short  1 error of ours",
  ]);
});

const hostile = "\u202Eanna\u0007\u001B[2J\nbob\u200B" + "汉".repeat(100);

test("a hostile name is shown, bounded, and on its own line", () => {
  const standing = standingAfter([0, takenIn(2)], [0, began("x", [hostile])], [0, stage("x")]);
  const [, job = ""] = lines(standing, 1);
  expect(job).toMatch(/^ {2}0:01 \uFFFDanna\uFFFD bob\uFFFD汉+…: Building the image$/);
  const line = eventLine(ended(hostile, reportWith({ failed: ["image-size"] })), plainLook) ?? "";
  expect(line).toBe(visible(line));
  expect(line).not.toContain("\n");
  expect(line).toMatch(/failed: image-size$/);
  expect(eventLine(ended(hostile, reportWith({ failed: ["x"] })), { ...plainLook, unicode: false })).toMatch(
    /^[ -~]+$/,
  );
});

test.each([6, 19, 39, 79])("at %i columns no line is wider", (columns) => {
  const standing = standingAfter(
    [0, takenIn(2000, 1000)],
    ...Array.from({ length: 10 }, (_, at) => [0, began(`${at}`, [hostile])] as const),
    ...Array.from({ length: 10 }, (_, at) => [0, stage(`${at}`)] as const),
    [1, paused],
  );
  const look = { ...plainLook, columns };
  for (const line of lines(standing, 100_000, look, 30)) expect(line).toBe(cut(line, columns, look));
});

const line = (event: ClassEvent) => eventLine(event, plainLook);

test("what stays says who, how many points, and what failed", () => {
  expect(line(ended("anna", reportWith({ failed: ["image-size", "non-root-process", "stop-signal"] })))).toBe(
    "fell short: anna, 6 of 18 points, failed: image-size, non-root-process, stop-signal",
  );
  expect(line(ended("anna"))).toBeUndefined();
  expect(line(ended("anna", reportWith({ error: "The disk is full." })))).toBe(
    "error of ours: anna, no score: The disk is full.",
  );
  expect(line(failed("anna"))).toBe("error of ours: anna, no score: The engine does not answer.");
  expect(line(postponed("anna"))).toBe(
    "tried again in 15.0 s: anna: The engine at `/run/engine.sock` does not answer.",
  );
});

/** All that is written in a pipe. */
function logOf(events: readonly (readonly [seconds: number, event: ClassEvent])[]): string[] {
  const standing = new ClassStanding(0);
  const plain = new PlainLines(0, plainLook);
  return events.flatMap(([seconds, event]) => {
    standing.take(event, seconds * second);
    return plain.of(event, standing, seconds * second);
  });
}

test("in a pipe a short class is a few lines", () => {
  const log = logOf([
    [0, { kind: "taking-in", done: 1, of: 2 }],
    [0, { kind: "taking-in", done: 2, of: 2 }],
    [0, takenIn(2, 1)],
    [0, { kind: "proving", variant: "solution" }],
    [5, began("anna")],
    [5, stage("anna")],
    [15, ended("anna", reportWith({ failed: ["image-size"] }))],
    [15, began("bob")],
    [25, ended("bob")],
  ]);
  expect(log).toEqual([
    "Taking in what was handed in",
    "Learners: 3. Different submissions: 3, graded before: 1, to grade: 2.",
    "Grading known answers first: solution",
    "fell short: anna, 6 of 10 points, failed: image-size",
  ]);
});

/** A class of which one ends each so many seconds, one at a time. */
const longClass = (count: number, each: number) => [
  [0, takenIn(count)] as const,
  ...Array.from({ length: count }, (_, at) => [
    [at * each, began(`${at}`)] as const,
    [(at + 1) * each, ended(`${at}`, undefined, each * second)] as const,
  ]).flat(),
];

test("in a pipe a class of 1,000 says each tenth how far it is", () => {
  const log = logOf(longClass(1000, 2));
  expect(log).toHaveLength(10);
  expect(log[1]).toBe("100 of 1000 graded: 100 passed, 0 fell short (3:20, about 30 min left)");
  expect(log[9]).toBe("900 of 1000 graded: 900 passed, 0 fell short (30:00, about 3 min left)");
});

test("in a pipe there is never more than one such line in 30 s, and one each 5 min at least", () => {
  expect(logOf(longClass(100, 1))).toHaveLength(4);
  expect(logOf(longClass(100, 60))).toHaveLength(20);
});

test("in a pipe an engine that is tried again and again says it once", () => {
  const proving = { kind: "proving", variant: "solution" } as const;
  const log = logOf([
    [0, takenIn(2)],
    [1, proving],
    [2, paused],
    [3, proving],
    [9, proving],
    [20, { kind: "resumed" }],
  ]);
  expect(log.slice(1).map((line) => line.replace(/\d\d:\d\d/, "14:32"))).toEqual([
    "Grading known answers first: solution",
    "Paused since 14:32. The engine at `/run/engine.sock` does not answer.",
    "Start it again: the class goes on by itself then.",
    "The trouble is over, and the class goes on.",
  ]);
});

test.each([
  [3.6, 4.4, "about 4 min left"],
  [2.2, 5.8, "2 to 6 min left"],
  [0.2, 4.5, "up to 5 min left"],
  [0.3, 1.3, "up to 2 min left"],
  [0.9, 1.1, "about a minute left"],
  [0, 0.5, "under a minute left"],
  [0, 0, "under a minute left"],
  [45, 110, "40 min to 2 h left"],
  [130, 350, "2 to 6 h left"],
  [170, 190, "about 3 h left"],
  [2000, 2200, "about 35 h left"],
])("%d to %d min are said as %s", (soonest, latest, words) => {
  const left = {
    soonest: soonest * minute,
    middle: ((soonest + latest) / 2) * minute,
    latest: latest * minute,
  };
  expect(timeLeftInWords(left, english)).toBe(words);
});

test("a clock has hours where there are any, and never goes below nothing", () => {
  expect([-5, 7_400, 754_000, 3_723_000].map(clock)).toEqual(["0:00", "0:07", "12:34", "1:02:03"]);
});
