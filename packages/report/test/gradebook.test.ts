import { readFileSync } from "node:fs";

import { english, type Gradebook, type GradebookRow, gradebookSchema, ShipshapeError } from "@shipshape/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { gradebookFormats, leftOut } from "../src/index.ts";
import { plainGradebook } from "../src/gradebook/renderer.ts";
import { gradebook, gradedRow, hostileGradebook } from "./gradebooks.ts";
import { hostileTexts } from "./reports.ts";

const render = (format: string, document: Gradebook, column?: string) =>
  gradebookFormats.get(format)!(document, { language: english, ...(column !== undefined && { column }) });

/** The lines of a CSV, each field of which is in quotes and none of which has a new line. */
function table(csv: string): string[][] {
  expect(csv).toMatch(/^(?:"(?:[^"\r\n]|"")*"(?:,"(?:[^"\r\n]|"")*")*\r\n)+$/);
  return csv
    .trimEnd()
    .split("\r\n")
    .map((line) =>
      Array.from(line.matchAll(/"((?:[^"]|"")*)"/g), ([, field = ""]) => field.replaceAll('""', '"')),
    );
}

const rowsOf = (format: string, document = gradebook, column?: string) =>
  table(render(format, document, column));
const withColumns = (columns: Readonly<Record<string, string>>): Gradebook => ({
  ...gradebook,
  rows: [{ ...gradedRow, learner: { ...gradedRow.learner, columns } }],
});

describe("csv", () => {
  test("there is a row for each learner and a column for each check", () => {
    const [header, graded, , missing] = rowsOf("csv");
    expect(header?.join()).toBe(
      "id,name,state,score,max_score,late,attempts,override_comment,image-builds,home-page,image_bytes,entry,submission,reason",
    );
    expect(graded?.join()).toBe(
      `anna-b,Anna Beer,graded,6.5,10,false,2,,pass,fail,145312000,anna-b_2.zip,${"5".repeat(64)},`,
    );
    expect(missing?.join()).toBe("carl,Carl,missing,,10,,0,,,,,,,");
  });

  test("what was refused has a zero, and what has no score an empty field", () => {
    const [, ...rows] = rowsOf("csv");
    expect(rows.map(([, , state, score, , late, , comment]) => [state, score, late, comment].join())).toEqual(
      [
        "graded,6.5,false,",
        "refused,0,false,",
        "missing,,,",
        "undecided,,,",
        "error,,true,",
        "graded,9,true,Sick on that day",
      ],
    );
    expect(rows[1]?.at(-1)).toBe("The archive `Björn.zip` cannot be read.");
  });
});

describe("canvas", () => {
  test("it has the columns that Canvas's importer looks for, and the lab's points", () => {
    const [header, points, ...rows] = rowsOf("canvas", gradebook, "Lab 05 (12345)");
    expect(header).toEqual(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 05 (12345)"]);
    expect(points).toEqual(["    Points Possible", "", "", "", "", "10.00"]);
    expect(rows[0]).toEqual(["Beer, Anna", "101", "s-101", "login-101", "Group 1", "6.50"]);
    expect(rows.map((row) => row[5])).toEqual(["6.50", "0.00", "", "", "9.00"]);
  });

  test("an assignment that is not named is called as the lab", () => {
    expect(rowsOf("canvas")[0]?.at(-1)).toBe("A virtual environment, and a user that is not root");
  });

  test("a learner whom Canvas could not tell from others is left out, and said to be", () => {
    expect(render("canvas", gradebook)).not.toContain("Carl");
    expect(leftOut("canvas", gradebook).map(({ id }) => id)).toEqual(["carl"]);
    expect(leftOut("csv", gradebook)).toEqual([]);
  });

  test("an export with the name in two columns has Canvas's numbers too", () => {
    const columns = { LastName: "Beer", FirstName: "Anna", ID: "101", "SIS Login ID": "", Section: "1" };
    expect(rowsOf("canvas", withColumns(columns))[2]?.slice(0, 2)).toEqual(["Anna Beer", "101"]);
  });

  test("a number of another system is not taken for Canvas's", () => {
    expect(() => render("canvas", withColumns({ ID: "101", Name: "Anna" }))).toThrow(ShipshapeError);
    const [, , row] = rowsOf("canvas", withColumns({ ID: "101", "sis login id": "anna" }));
    expect(row).toEqual(["Anna Beer", "", "", "anna", "", "6.50"]);
  });
});

describe("moodle", () => {
  const worksheet = {
    Identifier: "Participant 101",
    "Full name": "Anna",
    "Email address": "anna@example.org",
    "Last modified (grade)": "Friday, 20 November 2026, 6:00 PM",
  };

  test("it is a grading worksheet with what the roster or the submission's name tells", () => {
    const [header, ...rows] = rowsOf("moodle");
    expect(header?.join()).toBe(
      "Identifier,Full name,Username,ID number,Email address,Grade,Maximum Grade,Last modified (grade),Feedback comments",
    );
    expect(rows).toEqual([
      [
        "Participant 4711",
        "Emil",
        "",
        "",
        "",
        "",
        "10.00",
        "",
        "The Docker engine stopped answering. Handed in after the deadline.",
      ],
    ]);
    expect(rowsOf("moodle", withColumns(worksheet))[1]?.join("|")).toBe(
      "Participant 101|Anna Beer|||anna@example.org|6.50|10.00|Friday, 20 November 2026, 6:00 PM|Failed: home-page.",
    );
  });

  test("a roster that Moodle wrote in German tells the same", () => {
    const german = { Vorname: "Anna", Anmeldename: "abeer", "ID-Nummer": "7", "E-Mail-Adresse": "a@x.org" };
    expect(rowsOf("moodle", withColumns(german))[1]?.slice(2, 5)).toEqual(["abeer", "7", "a@x.org"]);
  });

  test("a submission's name tells whose it is, whatever learners call themselves and their files", () => {
    const entry = "Ann_Lee_4712_assignsubmission_file_x_4713_assignsubmission_file_Dockerfile";
    const attempts = [{ entry, late: false }];
    const rows = [{ ...gradebook.rows[4]!, attempts }];
    expect(rowsOf("moodle", { ...gradebook, rows })[1]?.[0]).toBe("Participant 4712");
  });

  test("a learner whom Moodle does not know is left out, since its import would stop there", () => {
    expect(leftOut("moodle", gradebook).map(({ id }) => id)).toEqual([
      "anna-b",
      "Björn",
      "carl",
      "dora",
      "fritz",
    ]);
    expect(() => render("moodle", withColumns({}))).toThrow("Moodle knows");
  });

  test("a comment is HTML there, so nothing in it is a tag", () => {
    const document = withColumns(worksheet);
    const [row] = document.rows;
    const overridden = { earned: 1, comment: "<script>alert(1)</script> &amp;" };
    const csv = rowsOf("moodle", { ...document, rows: [{ ...row!, overridden }] });
    expect(csv[1]?.at(-1)).toBe("Failed: home-page. &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;");
  });
});

describe("junit", () => {
  test("a learner is a suite, and a state without verdicts is one of each check", async () => {
    await expect(render("junit", gradebook)).toMatchFileSnapshot("snapshots/gradebook.junit.xml");
  });

  test("a check that failed beside an error of ours is not said to have failed because of it", () => {
    const row: GradebookRow = { ...gradebook.rows[4]!, verdicts: ["fail", "error"] };
    const xml = render("junit", { ...gradebook, rows: [row] });
    expect(xml).toContain('<failure message="It failed; the learner&apos;s report says why."');
    expect(xml).toContain('<error message="The Docker engine stopped answering." type="home-page"/>');
  });

  test("no character that XML forbids gets through, and none that reorders text", () => {
    for (const text of [...hostileTexts, "\uFFFE\uFFFF\u0000\u000B\uD800 \uDC00"])
      expect(render("junit", hostileGradebook(text))).not.toMatch(/[^\P{C}\n\t]|[\uFFFE\uFFFF\u2028\u2029]/u);
  });
});

describe("json", () => {
  const schema = JSON.parse(
    readFileSync(new URL("../../../schemas/gradebook.schema.json", import.meta.url), "utf8"),
  );
  const validate = new Ajv2020({ allErrors: true }).compile(schema);

  test("it is the document itself, valid by the published schema", () => {
    for (const document of [gradebook, ...hostileTexts.map(hostileGradebook)]) {
      const text = render("json", document);
      expect(gradebookSchema.parse(JSON.parse(text))).toEqual(document);
      expect(text).toMatch(/\}\n$/);
      expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|[\u2028\u2029]/u);
      validate(JSON.parse(text));
      expect(validate.errors).toBeNull();
    }
  });

  test("the schema allows what a later version adds, and no other state", () => {
    expect(validate({ ...gradebook, later: true })).toBe(true);
    expect(validate({ ...gradebook, rows: [{ ...gradedRow, state: "excused" }] })).toBe(false);
  });
});

describe("a formula", () => {
  const begins = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"];
  const before = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\u00A0",
    "\u3000",
    "\uFEFF",
    "\u200B",
    "\0",
    '"',
    "'",
    ' " \t',
    "“",
  ];
  const after = ["a;", "a; ", 'a;"', "a\t", "a\n", "a;b;\t"];
  const formulas = [...before, ...after].flatMap((prefix) =>
    begins.map((begin) => `${prefix}${begin}1+cmd|' /C calc'!A0`),
  );
  const runs = /^[\s\uFFFD"“]*[=+\-@＝＋－＠﹦﹢﹣﹫−]/u;

  test.each(["csv", "canvas", "moodle"])("is in no field of %s, wherever a spreadsheet cuts it", (format) => {
    for (const formula of formulas) {
      const rows = rowsOf(format, hostileGradebook(formula));
      const cells = rows.flat().flatMap((field) => field.split(";"));
      expect({ formula, cells: cells.filter((cell) => runs.test(cell)) }).toEqual({ formula, cells: [] });
    }
  });

  test.each(["csv", "canvas", "moodle"])("is told from what is none in %s", (format) => {
    const text = "Anna-Lena = 3; b@example.org +1";
    expect(rowsOf(format, hostileGradebook(text)).flat()).toContain(text);
  });

  test("the name of the assignment is none either", () => {
    expect(rowsOf("canvas", gradebook, "=1 (5)")[0]?.at(-1)).toBe("'=1 (5)");
  });
});

test("every format is written in one look-up", () => {
  for (const [, write] of gradebookFormats) expect(write(gradebook, plainGradebook)).toMatch(/\n$|>$/);
});
