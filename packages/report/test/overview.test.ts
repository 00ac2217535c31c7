import { createHash } from "node:crypto";

import { english, type GradebookRow, type Language } from "@shipshape/core";
import { expect, test } from "vitest";

import { type Overview, renderOverview } from "../src/index.ts";
import { exampleClass } from "./overview-class.ts";
import { hostileTexts } from "./reports.ts";

const changed = (row: GradebookRow, changes: Partial<GradebookRow>): GradebookRow => ({ ...row, ...changes });

const thirty = exampleClass(30);
const page = renderOverview(thirty);
const tags = (html: string) => html.replace(/<script>[^]*<\/script>/, "").match(/<[^>]*>/g) ?? [];
const text = (html: string) =>
  html
    .replace(/<style>[^]*<\/style>/, "")
    .replace(/<script>[^]*<\/script>/, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("the page opens with the class in numbers, and with what waits for the instructor", () => {
  const beginning = text(page).slice(0, 1800);
  const inOrder = [
    "Deadline: 2026-03-01 23:59 UTC",
    "learners 30",
    "our error 1",
    "to be decided 1",
    "graded 26",
    "cannot be read 1",
    "missing 1",
    "stand-in for python:3.13-slim",
    "Look at these first",
    "our error: 1",
    "The Docker engine stopped answering",
    "to be decided: 1",
  ];
  const places = inOrder.map((words) => beginning.replaceAll(" .", ".").indexOf(words));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test("a class in which nothing waits opens with its learners", () => {
  const rows = thirty.gradebook.rows.filter(({ state }) => state === "graded");
  const calm = renderOverview({ ...thirty, gradebook: { ...thirty.gradebook, rows, ignored: [] } });
  expect(calm).not.toContain("Look at these first");
});

test("who has a score from a person waits for nobody", () => {
  const given = { score: 5, overridden: { earned: null, comment: "On paper." } };
  const rows = thirty.gradebook.rows.map((row) => (row.state === "graded" ? row : changed(row, given)));
  const decided = renderOverview({ ...thirty, gradebook: { ...thirty.gradebook, rows, ignored: [] } });
  expect(decided).not.toContain("Look at these first");
});

test("what was noted of a graded attempt stands among what to look at first", () => {
  const [first] = thirty.gradebook.rows;
  const noted = changed(first!, {
    attempts: first!.attempts.map((attempt) => ({ ...attempt, note: "Nobody on the roster is called `x`." })),
  });
  const html = renderOverview({ ...thirty, gradebook: { ...thirty.gradebook, rows: [noted], ignored: [] } });
  expect(text(html)).toContain("Graded, with a note: 1 Amélie Fournier Nobody on the roster is called x .");
});

test("each learner has a row with a link to the report, and each check has a word in it", () => {
  const [first] = thirty.gradebook.rows;
  const [, row = ""] = /<tr id="l1"[^>]*>(.*)<\/tr>/.exec(page) ?? [];
  const digest = first?.attempts[0]?.submission;
  expect(row).toContain(
    `<a href="submissions/${digest}/report.html"><bdi>Amélie Fournier</bdi><span class="aloud"> (report)</span></a>`,
  );
  expect(row.match(/<td class="verdict \w+" data-v="\d"><span>(?:passed|failed)<\/span>/g)).toHaveLength(8);
});

test("a score that a person gave is marked, with what the checks gave and the comment", () => {
  expect(text(page)).toMatch(/8 ✎ by hand, the checks gave \d+ Showed me the running app in the lab\./);
});

test("scores are written as the language writes numbers, and a column of them is sorted by the number", () => {
  const language: Language = { ...english, code: "de" };
  const rows = thirty.gradebook.rows.map((row) => changed(row, { score: 9.5 }));
  const german = renderOverview({ ...thirty, language, gradebook: { ...thirty.gradebook, rows } });
  expect(german).toContain('<td class="score" data-v="9.5">9,5</td>');
  expect(text(german)).toMatch(/median score of \S+ 9,5 /);
});

test("an attempt after the deadline is marked, and an earlier one that counts is named", () => {
  expect(page).toContain('2026-03-02 13:35 <span class="late">late</span>');
  expect(page).toContain('<td class="size" data-v="2">1 of 2</td>');
});

test("every score is in the histogram's table, and what is above the lab's points too", () => {
  const rows = thirty.gradebook.rows
    .slice(0, 3)
    .map((row, at) => changed(row, { score: [0, 10, 12][at] ?? 0 }));
  const html = renderOverview({ ...thirty, gradebook: { ...thirty.gradebook, rows } });
  const [, table = ""] = /<tbody>((?:<tr><td>\d+<\/td><td>\d+<\/td><\/tr>)+)<\/tbody>/.exec(html) ?? [];
  const counts = Array.from(table.matchAll(/<td>(\d+)<\/td><td>(\d+)/g), ([, score, count]) => [
    score,
    count,
  ]);
  expect(counts).toHaveLength(13);
  expect(counts.filter(([, count]) => count !== "0")).toEqual([
    ["0", "1"],
    ["10", "1"],
    ["12", "1"],
  ]);
});

test("checks are sorted by how many fail them", () => {
  const [, bars = ""] = /<table class="bars">([^]*?)<\/table>/.exec(page) ?? [];
  const failed = Array.from(bars.matchAll(/<td>(\d+)<\/td><td>\d+<\/td><\/tr>/g), ([, count]) =>
    Number(count),
  );
  expect(failed).toHaveLength(8);
  expect(failed).toEqual(failed.toSorted((a, b) => b - a));
});

test("messages that differ in names and numbers are one, with how many it was said to", () => {
  const rows = thirty.gradebook.rows.filter(({ state }) => state === "graded").slice(0, 3);
  const messages = [
    "`gunicorn` (PID 7) runs as root.",
    "```` a`b ```` (PID 81) runs as root.",
    "Nothing else.\n\n`x`",
  ];
  const reports = new Map(
    rows.map((row, at) => {
      const digest = row.attempts[0]?.submission ?? "";
      const report = thirty.reports.get(digest)!;
      const checks = report.checks.map((check) =>
        check.id === "non-root-process"
          ? { ...check, status: "fail" as const, message: messages[at] ?? "" }
          : check,
      );
      return [digest, { ...report, checks }];
    }),
  );
  const failing = rows.map((row) => changed(row, { verdicts: row.verdicts.map(() => "fail") }));
  const html = renderOverview({ ...thirty, reports, gradebook: { ...thirty.gradebook, rows: failing } });
  const [, said = ""] =
    /<code>non-root-process<\/code> 3 learners<\/summary>([^]*?)<\/details>/.exec(html) ?? [];
  expect(text(said)).toBe(
    " Said 2 times gunicorn (PID 7) runs as root. Amélie Fournier , Bilal Haddad Said once Nothing else. x Chiara Rossi ",
  );
});

test("sizes are dots that lead to their learners, with the lab's limit and its single-stage image", () => {
  expect(page).toMatch(/<a href="#l1" tabindex="-1"><circle [^>]*><title>Amélie Fournier: 154 MB<\/title>/);
  expect(page).toContain("limit: 40.0 MB");
  const { addedLimit: _, ...unlimited } = thirty;
  expect(renderOverview(unlimited)).not.toContain("limit: 40");
});

test("times are left out where none were measured", () => {
  const { times: _, ...untimed } = thirty;
  expect(page).toContain("<h2>Times</h2>");
  expect(renderOverview(untimed)).not.toContain("<h2>Times</h2>");
});

test("the very same bytes come before what is alike, and both are no verdict", () => {
  const alike = text(page.slice(page.indexOf("<h2>Alike</h2>")));
  const places = [
    "a reason to talk, and not a verdict",
    "The very same bytes",
    "Dmitri Sokolov",
    "Group 1",
    "Måns Öberg",
  ];
  expect(places.map((words) => alike.indexOf(words))).toEqual(
    places.map((words) => alike.indexOf(words)).toSorted((a, b) => a - b),
  );
  expect(alike).toContain("RUN useradd --uid 4242 --system USER in 2 of 25");
});

test("a class of nobody is a page", () => {
  const empty: Overview = {
    gradebook: { ...thirty.gradebook, rows: [], ignored: [] },
    reports: new Map(),
    copies: [],
    language: english,
  };
  expect(text(renderOverview(empty))).toContain("learners 0");
});

test("a class of a thousand is below 3 MB", () => {
  expect(Buffer.byteLength(renderOverview(exampleClass(1000)))).toBeLessThan(3_000_000);
});

test("the policy takes our own style and script, and nothing else", () => {
  const digest = (name: string) => {
    const [, content = ""] = new RegExp(`<${name}>([^]*)</${name}>`).exec(page) ?? [];
    return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  };
  expect(page).toContain(
    `content="default-src 'none'; style-src ${digest("style")}; script-src ${digest("script")}; base-uri`,
  );
  expect(tags(page).filter((tag) => /\s(?:src|srcset|style|on\w+)=/i.test(tag))).toEqual([]);
  expect(page).not.toMatch(/url\(|@import|fetch\(/);
});

/** A class in which all that a learner controls is the same text. */
function hostileClass(hostile: string): Overview {
  const { gradebook, reports, copies, ...rest } = exampleClass(30);
  return {
    ...rest,
    gradebook: {
      ...gradebook,
      rows: gradebook.rows.map((row) =>
        changed(row, {
          learner: { id: hostile, name: hostile, columns: { [hostile]: hostile } },
          attempts: row.attempts.map((attempt) => ({ ...attempt, entry: hostile })),
          ...(row.overridden && { overridden: { ...row.overridden, comment: hostile } }),
        }),
      ),
    },
    reports,
    copies: copies.map(({ members, shared, of }) => ({
      of,
      members: members.map((member) => ({ ...member, steps: [{ text: hostile, shared: true }] })),
      shared: shared.map(({ count }) => ({ text: hostile, count })),
    })),
  };
}

test("a page has one set of tags, whatever a learner wrote, and no character that hides or reorders", () => {
  const harmless = tags(renderOverview(hostileClass("harmless")));
  for (const hostile of [...hostileTexts, "\"'><script>alert(1)</script>", "</script><!--<script>"]) {
    const html = renderOverview(hostileClass(hostile));
    expect({ hostile, tags: tags(html) }).toEqual({ hostile, tags: harmless });
    expect(html).not.toMatch(/[^\P{C}\n\t]|\u2028|\u2029/u);
  }
});

const upper = (value: string) => value.toUpperCase();

test("every word can be translated", () => {
  const capitals: Language = { ...english, translate: upper };
  const { gradebook, ...rest } = thirty;
  const inCapitals = JSON.parse(
    JSON.stringify(gradebook, (key, value) =>
      typeof value === "string" &&
      !/^(?:state|submission|run)$/.test(key) &&
      !/^(?:pass|fail|skip)$/.test(value)
        ? upper(value)
        : value,
    ),
  ) as typeof gradebook;
  const reports = new Map(
    Array.from(rest.reports, ([digest, report]) => [
      digest,
      {
        ...report,
        checks: report.checks.map((check) => ({
          ...check,
          id: upper(check.id),
          message: upper(check.message),
        })),
        notes: report.notes.map(upper),
      },
    ]),
  );
  const copies = rest.copies.map(({ members, shared, of }) => ({
    of,
    members: members.map((member) => ({ ...member, steps: [] })),
    shared: shared.map(({ count }) => ({ text: "RUN", count })),
  }));
  const html = renderOverview({ ...rest, gradebook: inCapitals, reports, copies, language: capitals });
  const shown = html.replaceAll(/\s(?:aria-label|data-text|data-by|data-up|data-down)="([^"]*)"/g, ">$1<");
  const ours = /&\w+;|\{\w+\}|\.\/shipshape doctor|overrides\.csv|\b(?:ms|min)\b/g;
  expect(
    text(shown)
      .replaceAll(ours, " ")
      .match(/[a-z]{3,}/g) ?? [],
  ).toEqual([]);
});
