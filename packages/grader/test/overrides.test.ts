import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { offerOverrides, readOverrides } from "../src/overrides.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "overrides-"));
  path = join(folder, "overrides.csv");
});
afterEach(() => rm(folder, { recursive: true }));

const learner = (id: string, columns: Readonly<Record<string, string>> = {}) => ({ id, name: id, columns });

const reading = async (content: string | Buffer, learners = ["anna", "ben", "-cem"]) => {
  await writeFile(path, content);
  return readOverrides(
    path,
    learners.map((id) => learner(id)),
  );
};

const read = async (content: string | Buffer) => Object.fromEntries((await reading(content)).overrides);

const annas = (score: number, comment = "") => ({ anna: { score, comment } });

test("the file is laid once, and a person's is never overwritten", async () => {
  await offerOverrides(path);
  expect(await readOverrides(path, [learner("anna")])).toEqual({ overrides: new Map(), unknown: [] });
  await writeFile(path, "learner,score,comment\nanna,7,my own\n");
  await offerOverrides(path);
  expect(await readFile(path, "utf8")).toContain("my own");
});

test("a file that is offered is whole or not there", async () => {
  // As a run left it that was killed.
  await writeFile(`${path}.tmp`, "lea");
  await offerOverrides(path);
  expect(await readdir(folder)).toEqual(["overrides.csv"]);
  expect(await readFile(path, "utf8")).toBe("learner,score,comment\n");
});

test("where there is no file, nothing is overridden", async () => {
  expect((await readOverrides(path, [learner("anna")])).overrides.size).toBe(0);
});

test("a line is a learner's by whatever names one alone, so that it outlives a change of the roster", async () => {
  const canvas = [
    learner("101", { "SIS Login ID": "anna", Section: "port" }),
    learner("102", { "SIS Login ID": "ben", Section: "bow" }),
    { ...learner("103", { Email: "cem@example.org" }), name: "Cem C." },
  ];
  await writeFile(path, "learner,score\nanna,1\nBen,2\nCem C.,3\nport,4\n");
  const { overrides, unknown } = await readOverrides(path, canvas);
  expect(Array.from(overrides, ([id, { score }]) => [id, score])).toEqual([
    ["101", 1],
    ["102", 2],
    ["103", 3],
  ]);
  expect(unknown).toEqual([{ learner: "port", line: 5 }]);
  await writeFile(path, "learner,score\nanna,1\n101,2\n");
  await expect(readOverrides(path, canvas)).rejects.toThrow("line 2 has a score for `101` already");
});

describe("what editors and spreadsheets write is read:", () => {
  test.each([
    ["commas", "learner,score,comment\nanna,7.5,good\n", annas(7.5, "good")],
    ["semicolons and a decimal comma", "learner;score;comment\nanna;7,5;good\n", annas(7.5, "good")],
    ["tabs", "learner\tscore\tcomment\r\nanna\t7,5\tgood\r\n", annas(7.5, "good")],
    ["a byte-order mark", "\uFEFFlearner,score,comment\nanna,7,\n", annas(7)],
    ["a line that names the separator", "sep=;\r\nlearner;score;comment\r\nanna;7;\r\n", annas(7)],
    ["empty lines and rows", "\nlearner,score,comment\n\n,,\nanna,7,\n\n", annas(7)],
    ["other columns, in another order", "Name,Score,Learner\nAnna A.,7,anna\n", annas(7)],
    [
      "quotes, and lines in a comment",
      'learner,score,comment\n"anna","7","a ""b""\nc, d"\n',
      annas(7, 'a "b"\nc, d'),
    ],
    ["a row that is too short", "learner,score,comment\nanna,7\n", annas(7)],
    ["more points than there are, as a bonus", "learner,score,comment\nanna,120,\n", annas(120)],
    ["no decision yet", "learner,score,comment\nanna,,\n", {}],
    ["a name with our own exports' quote", "learner,score\n'-cem,7\n", { "-cem": { score: 7, comment: "" } }],
    ["UTF-16", Buffer.from("\uFEFFlearner\tscore\tcomment\nanna\t7\tgrün\n", "utf16le"), annas(7, "grün")],
    [
      "Windows' encoding",
      Buffer.from("learner,score,comment\nanna,7,gr\u00FCn\n", "latin1"),
      annas(7, "grün"),
    ],
  ])("%s", async (_, content, expected) => {
    expect(await read(content)).toEqual(expected);
  });
});

test("a learner whom the class does not have is named with the line", async () => {
  const { overrides, unknown } = await reading("learner,score\nana,7\nben,3\n");
  expect(unknown).toEqual([{ learner: "ana", line: 2 }]);
  expect(overrides.get("ben")?.score).toBe(3);
});

describe("refused with the line, and with what to write:", () => {
  test.each([
    ["two lines for one learner", "anna,7,\nben,1,\nanna,8,\n", "line 4", "line 2"],
    ["a word", "anna,seven,\n", "line 2", "`seven`"],
    ["a number below nothing", "anna,-1,\n", "line 2", "`-1`"],
    ["a number that is endless", `anna,${"9".repeat(400)},\n`, "line 2", "no score"],
    ["a decimal comma between commas", 'anna,"7,5",\n', "line 2", "`7,5`"],
    ["a comment without a score", "anna,,why\n", "line 2", "no score"],
    ["a score without a learner", ",7,\n", "line 2", "no learner"],
    ["a quote that does not end", 'anna,"7,\n', "line ", "quotes"],
  ])("%s", async (_, lines, ...words) => {
    const error: unknown = await reading(`learner,score,comment\n${lines}`).catch((error: unknown) => error);
    const { message, remedy } = error as { message: string; remedy: string };
    expect(message).toContain("overrides.csv");
    for (const word of words) expect(`${message} ${remedy}`).toContain(word);
  });

  test("headings that are none", async () => {
    await expect(reading("anna,7\n")).rejects.toThrow(/line 1.*learner,score,comment/);
  });
});
