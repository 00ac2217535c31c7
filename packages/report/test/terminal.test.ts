import { stripVTControlCharacters } from "node:util";

import type { Changes, Report } from "@shipshape/core";
import { expect, test } from "vitest";

import { plainLook, renderTerminal, renderTerminalFull } from "../src/index.ts";
import { widthOf } from "../src/wrap.ts";
import {
  allPassed,
  buildFailed,
  changed,
  compared,
  everyReport,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
} from "./reports.ts";

const at = (columns: number) => ({ ...plainLook, columns });
const widest = (text: string) => Math.max(...stripVTControlCharacters(text).split("\n").map(widthOf));

test.each([20, 60, 80])(
  "in %i columns: how far, what changed, what to mend first in full, the rest in short",
  async (columns) => {
    await expect(renderTerminal(fellShort, at(columns), changed)).toMatchFileSnapshot(
      `snapshots/fell-short-${columns}.txt`,
    );
  },
);

test.each([20, 60, 80])(
  "in %i columns in full: every failure with its lines, the image line by line, the times",
  async (columns) => {
    await expect(renderTerminalFull(fellShort, at(columns), changed)).toMatchFileSnapshot(
      `snapshots/fell-short-full-${columns}.txt`,
    );
  },
);

test("without Unicode, in short and in full", async () => {
  const look = { ...at(60), unicode: false };
  await expect(renderTerminal(fellShort, look, changed)).toMatchFileSnapshot(
    "snapshots/fell-short-ascii.txt",
  );
  await expect(renderTerminalFull(fellShort, look, changed)).toMatchFileSnapshot(
    "snapshots/fell-short-full-ascii.txt",
  );
});

test("a submission in which everything is right is told so in a few lines", async () => {
  await expect(renderTerminal(allPassed)).toMatchFileSnapshot("snapshots/all-passed-80.txt");
});

test("a failed build shows its log and groups what had to wait for it", async () => {
  await expect(renderTerminal(buildFailed)).toMatchFileSnapshot("snapshots/build-failed-80.txt");
});

test("an image that is compared with another: what was saved, in a sentence", async () => {
  await expect(renderTerminal(compared)).toMatchFileSnapshot("snapshots/compared-80.txt");
});

test.each([20, 60, 80])(
  "in full, an image that is compared with another stands beside it in %i columns",
  async (columns) => {
    await expect(renderTerminalFull(compared, at(columns))).toMatchFileSnapshot(
      `snapshots/compared-full-${columns}.txt`,
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
  const text = renderTerminalFull({ ...compared, before });
  expect(text).toContain("Base      0 B   128 MB  -128 MB\n");
  expect(text).toContain("Total  100 MB   145 MB  -45.3 MB (-45.3%)");
  const nearly = { ...before, bytes: compared.image!.bytes - 30 };
  expect(renderTerminalFull({ ...compared, before: nearly })).toContain("-30 B (0%)");
  expect(renderTerminal({ ...compared, before: nearly })).toContain("That is 30 B (0%) more\nthan");
});

test("an error of ours is said first, and withholds the points", () => {
  expect(renderTerminal(ourError)).toMatchInlineSnapshot(`
    "Something failed on our side, not in your work. Nothing of this counts against
    you: check again, and tell whoever runs the course if it stays.

    our error: 1 check withheld
      The Docker engine stopped answering while the container was started.
      container-runs

    Points withheld (out of 2)
    Of 2 checks, 1 passed, 1 not judged because of our error.
    Lab 05-venv-non-root, submission carol

    passed: The image builds

    Everything in full: ./shipshape check --full
    "
  `);
});

test("without Unicode nothing but ASCII is written", () => {
  const report = { ...fellShort, before: compared.before, submission: "Zoë – “first” try 日本" };
  for (const render of [renderTerminal, renderTerminalFull]) {
    const text = render(report, { ...plainLook, unicode: false }, changed);
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toMatch(/submission:? Zoe - "first" try \?\?/i);
    expect(text).toContain("[##########----------]");
  }
});

test("colour changes no word", () => {
  for (const report of everyReport) {
    for (const columns of [20, 60, 80]) {
      for (const render of [renderTerminal, renderTerminalFull]) {
        const coloured = render(report, { ...at(columns), colour: true }, changed);
        expect(coloured).toContain("\u001B[1m");
        expect(stripVTControlCharacters(coloured)).toBe(render(report, at(columns), changed));
      }
    }
  }
});

test("only the first failure is told in full, and where the others are", () => {
  const text = renderTerminal(fellShort);
  expect(text.match(/Why it matters:|What to try:|Read on:/g)).toHaveLength(3);
  expect(text).toContain("Read on: ./shipshape explain non-root-process");
  expect(text).toContain("failed: The image is small (image-size, 0 of 1 point)\n  Line 9: The layers add");
});

test("in full, every failed check is told with all that is known of it", () => {
  const text = renderTerminalFull(fellShort);
  expect(text.match(/Why it matters:|What to try:|Read on:/g)).toHaveLength(6);
  expect(text).toContain("Read on: ./shipshape explain non-root-process");
  expect(text).toContain("Read on: ./shipshape explain image-size");
});

test("the lines that are meant are marked, and shown whole however long they are", () => {
  expect(renderTerminalFull(fellShort, at(60))).toContain(
    [
      "  `Dockerfile`, lines 9 to 11:",
      "     8  WORKDIR /app",
      "  >  9  RUN apt-get update \\",
      "  > 10   && apt-get install -y --no-install-recommends",
      "         build-essential default-libmysqlclient-dev \\",
      "  > 11      && rm -rf /var/lib/apt/lists/*",
      "    12  COPY requirements.txt .",
    ].join("\n"),
  );
});

test("where the lines are not known, the instruction stands in their place", () => {
  expect(renderTerminal(buildFailed)).toContain("  Dockerfile:5 │ RUN pip install flaskk\n");
  const ascii = renderTerminal(buildFailed, { ...plainLook, unicode: false });
  expect(ascii).toContain("  Dockerfile:5 | RUN pip install flaskk\n");
});

/** The paragraph after the points. */
const said = (changes?: Changes) => renderTerminal(fellShort, plainLook, changes).split("\n\n")[1];

test("what changed since the last check is said, and that nothing did; without one, nothing of it", () => {
  const since = { since: changed.since, mended: [], broken: [] };
  expect(said()).toBe("Mend this first");
  expect(said(since)).toBe("Since the last check nothing was mended and nothing broken.");
  expect(said({ ...since, bytes: 0 })).toBe(said(since));
  expect(said({ ...since, bytes: 1500 })).toBe("The image is 1.50 kB larger than at the last check.");
  expect(said({ ...since, broken: ["home-page"] })).toBe("Broken since the last check: `home-page`.");
});

test.each([20, 40, 60, 80])("no line is wider than %i columns, whatever a learner wrote", (columns) => {
  for (const report of [...everyReport, ...hostileTexts.map(hostileReport)]) {
    for (const look of [at(columns), { ...at(columns), colour: true }, { ...at(columns), unicode: false }]) {
      expect(widest(renderTerminal(report, look, changed))).toBeLessThanOrEqual(columns);
      expect(widest(renderTerminalFull(report, look, changed))).toBeLessThanOrEqual(columns);
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
    expect(renderTerminalFull(hostileReport(text))).not.toMatch(/[^\P{C}\n]|\u2028|\u2029/u);
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
  const text = renderTerminalFull({ ...allPassed, image: { ...allPassed.image!, layers } });
  expect(text.match(/RUN step\d+/g)).toEqual(Array.from({ length: 12 }, (_, at) => `RUN step${at + 88}`));
  expect(text).toContain("87 smaller layers add 3.83 kB.");
});

test("a line that cannot be traced to the Dockerfile is a question mark", () => {
  const layers = [{ instruction: "RUN something", bytes: 10 }];
  expect(renderTerminalFull({ ...allPassed, image: { ...allPassed.image!, layers } })).toContain(
    "?   10 B  RUN something",
  );
});
