import { stripVTControlCharacters } from "node:util";

import type { Report } from "@shipshape/core";
import { expect, test } from "vitest";

import { plainLook, renderTerminal } from "../src/index.ts";
import { widthOf } from "../src/wrap.ts";
import {
  allPassed,
  buildFailed,
  compared,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
} from "./reports.ts";

const at = (columns: number) => ({ ...plainLook, columns });
const widest = (text: string) => Math.max(...stripVTControlCharacters(text).split("\n").map(widthOf));

test("a report in 80 columns: how far, what to mend first, the rest, the image, the notes", async () => {
  await expect(renderTerminal(fellShort)).toMatchFileSnapshot("snapshots/fell-short-80.txt");
});

test("a report in 60 columns", async () => {
  await expect(renderTerminal(fellShort, at(60))).toMatchFileSnapshot("snapshots/fell-short-60.txt");
});

test("a report in 20 columns is long and whole", async () => {
  await expect(renderTerminal(fellShort, at(20))).toMatchFileSnapshot("snapshots/fell-short-20.txt");
});

test("a submission in which everything is right is told so in a few lines", async () => {
  await expect(renderTerminal(allPassed)).toMatchFileSnapshot("snapshots/all-passed-80.txt");
});

test("a failed build shows its log and groups what had to wait for it", async () => {
  await expect(renderTerminal(buildFailed)).toMatchFileSnapshot("snapshots/build-failed-80.txt");
});

test.each([20, 60, 80])(
  "an image that is compared with another stands beside it in %i columns",
  async (columns) => {
    await expect(renderTerminal(compared, at(columns))).toMatchFileSnapshot(
      `snapshots/compared-${columns}.txt`,
    );
  },
);

test("an image that grew has a minus before what was saved, and one on no base no share of it", () => {
  const before = {
    ...compared.before!,
    base: { reference: "scratch", bytes: 0 },
    addedBytes: 100_000_000,
    bytes: 100_000_000,
  };
  const text = renderTerminal({ ...compared, before });
  expect(text).toContain("Base      0 B   128 MB  -128 MB\n");
  expect(text).toContain("Total  100 MB   145 MB  -45.3 MB (-45.3%)");
  const nearly = { ...before, bytes: compared.image!.bytes - 30 };
  expect(renderTerminal({ ...compared, before: nearly })).toContain("-30 B (0%)");
});

test("an error of ours is said first, and withholds the points", () => {
  expect(renderTerminal(ourError)).toMatchInlineSnapshot(`
    "Lab 05-venv-non-root: A virtual environment, and a user that is not root
    Submission: carol

    Something failed on our side, not in your work. Nothing of this counts against
    you: check again, and tell whoever runs the course if it stays.

    our error: 1 check withheld
      The Docker engine stopped answering while the container was started.
      container-runs

    Points withheld (out of 2)
    Of 2 checks, 1 passed, 1 not judged because of our error.

    passed: The image builds

    Time: build 4.0 s.
    "
  `);
});

test("without Unicode nothing but ASCII is written", () => {
  const report = { ...fellShort, before: compared.before, submission: "Zoë – “first” try 日本" };
  const text = renderTerminal(report, { ...plainLook, unicode: false });
  expect(text).toMatch(/^[\n -~]*$/);
  expect(text).toContain('Submission: Zoe - "first" try ??');
  expect(text).toContain("[##########----------]");
  expect(text).toContain("Dockerfile:4 | USER root");
});

test("colour changes no word", () => {
  for (const report of [allPassed, fellShort, compared, buildFailed, ourError]) {
    for (const columns of [20, 60, 80]) {
      const coloured = renderTerminal(report, { ...at(columns), colour: true });
      expect(coloured).toContain("\u001B[1m");
      expect(stripVTControlCharacters(coloured)).toBe(renderTerminal(report, at(columns)));
    }
  }
});

test("every failed check is told in full, with its line", () => {
  const text = renderTerminal(fellShort);
  for (const { id } of fellShort.checks.filter(({ status }) => status === "fail")) {
    expect(text).toContain(`Read on: shipshape explain ${id}`);
  }
  expect(text.match(/Why it matters:/g)).toHaveLength(2);
  expect(text.match(/What to try:/g)).toHaveLength(2);
  expect(text).toContain("Dockerfile:4 │ USER root");
  expect(text).toContain("Dockerfile:7 │ RUN apt-get update");
});

test.each([20, 40, 60, 80])("no line is wider than %i columns, whatever a learner wrote", (columns) => {
  for (const report of [
    allPassed,
    compared,
    fellShort,
    buildFailed,
    ourError,
    ...hostileTexts.map(hostileReport),
  ]) {
    for (const look of [at(columns), { ...at(columns), colour: true }, { ...at(columns), unicode: false }]) {
      expect(widest(renderTerminal(report, look))).toBeLessThanOrEqual(columns);
    }
  }
});

test("a terminal of 10 columns is written to as one of 20, and one of 300 as one of 100", () => {
  expect(renderTerminal(fellShort, at(10))).toBe(renderTerminal(fellShort, at(20)));
  expect(widest(renderTerminal(fellShort, at(300)))).toBeLessThanOrEqual(100);
});

test("no control character of a learner's reaches the terminal, and none that reorders text", () => {
  for (const text of hostileTexts) {
    expect(renderTerminal(hostileReport(text))).not.toMatch(/[^\P{C}\n]|\u2028|\u2029/u);
  }
});

test("a learner's text is code to the end of its span, and never a link or bold", () => {
  const report = hostileReport("**EVIL** [EVIL](https://evil.example)");
  expect(renderTerminal(report)).toContain("The process `**EVIL** [EVIL](https://evil.example)` runs as");
});

test("a lab in which nothing is worth a point has an empty bar", () => {
  const report: Report = { ...allPassed, score: 0, maxScore: 0, checks: [] };
  expect(renderTerminal(report)).toContain("0 of 0 points  [░░░░░░░░░░░░░░░░░░░░]");
});

test("of more than a hundred layers the largest are shown, in the order of the Dockerfile", () => {
  const layers = Array.from({ length: 100 }, (_, at) => ({
    instruction: `RUN step${at}`,
    line: at + 1,
    bytes: at,
  }));
  const text = renderTerminal({ ...allPassed, image: { ...allPassed.image!, layers } });
  expect(text.match(/RUN step\d+/g)).toEqual(Array.from({ length: 12 }, (_, at) => `RUN step${at + 88}`));
  expect(text).toContain("87 smaller layers add 3.83 kB.");
});

test("a line that cannot be traced to the Dockerfile is a question mark", () => {
  const layers = [{ instruction: "RUN something", bytes: 10 }];
  expect(renderTerminal({ ...allPassed, image: { ...allPassed.image!, layers } })).toContain(
    "?   10 B  RUN something",
  );
});
