import { english, type Gradebook } from "@shipshape/core";
import { gradebookFormats } from "@shipshape/report";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";

const names = ['Anna "A" Beer, jr.', "Björn\nÜnal", "=1+1", "a;=1+1", "", "'", '"', ",", "日本語"];

const gradebook: Gradebook = {
  version: 1,
  lab: "01-first-image",
  labTitle: "A first image",
  maxScore: 10,
  checks: [{ id: "image-builds", title: "The image builds", maxScore: 10 }],
  rows: names.map((name, at) => ({
    learner: {
      id: name,
      name,
      columns: { Student: name, ID: String(at + 1), Section: name, Email: `${at}@example.org` },
    },
    attempts: [{ entry: name, late: false, submission: "5".repeat(64) }],
    counts: 0,
    state: "graded",
    score: at / 3,
    verdicts: ["fail"],
    sameAs: [],
  })),
  ignored: [],
};

const expected = ['Anna "A" Beer, jr.', "Björn Ünal", "'=1+1", "a;'=1+1", "", "'", '"', ",", "日本語"];

/** As strictly as RFC 4180: the same number of fields in each record, and quotes only where they belong. */
function read(format: string): Record<string, string>[] {
  const csv = gradebookFormats.get(format)!(gradebook, { language: english });
  return parse(csv, {
    columns: true,
    relax_quotes: false,
    relax_column_count: false,
    record_delimiter: "\r\n",
  });
}

test("a reader of CSV finds in our own format what was written", () => {
  const records = read("csv");
  expect(records.map(({ id }) => id)).toEqual(expected);
  expect(records.map(({ entry }) => entry)).toEqual(expected);
  expect(records.map(({ score }) => Number(score))).toEqual([0, 0.33, 0.67, 1, 1.33, 1.67, 2, 2.33, 2.67]);
});

test("a reader of CSV finds each student of Canvas and each user of Moodle with the score", () => {
  const [points, ...students] = read("canvas");
  expect(points).toMatchObject({ Student: "    Points Possible", ID: "", "A first image": "10.00" });
  expect(students.map((each) => [each["ID"], each["Section"], each["A first image"]])).toEqual(
    expected.map((name, at) => [String(at + 1), name, (at / 3).toFixed(2)]),
  );
  const users = read("moodle").map((each) => [each["Email address"], each["Grade"]]);
  expect(users).toEqual(names.map((_, at) => [`${at}@example.org`, (at / 3).toFixed(2)]));
});
