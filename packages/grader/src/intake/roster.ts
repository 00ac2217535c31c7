import { isUtf8 } from "node:buffer";
import { readFile, stat } from "node:fs/promises";

import { type Learner, md, ShipshapeError } from "@shipshape/core";
import { isCanvasExport } from "@shipshape/report";

import { type CsvLine, NotCsv, readSpreadsheetCsv } from "../spreadsheet-csv.ts";
import { canvasKey } from "./export-names.ts";
import { columnsOf } from "./roster-columns.ts";

export type RosterRow = {
  readonly learner: Learner;
  /** All that the roster calls the learner: ids, names of the account, addresses, repositories. */
  readonly ids: readonly string[];
  /** The learner's name, in each order that exports write it. */
  readonly names: readonly string[];
};

/** No class's roster is larger, in bytes. */
const largestRoster = 16_000_000;

/**
 * Reads a class's roster: a CSV file with a header, as a table calculation or the course's system exports it.
 * @throws ShipshapeError where it cannot be read, has no column that tells learners apart, or says an id twice
 */
export async function readRoster(path: string): Promise<RosterRow[]> {
  const [head, ...lines] = parseCsv(path, await readContent(path));
  if (!head) throw new ShipshapeError(md`The roster ${path} is empty.`, "Name a CSV file with a header.");
  const header = head.record.map((name, index) => name.trim() || `column ${index + 1}`);
  const students = lines.filter(({ record }) => isStudent(record));
  if (students.length === 0)
    throw new ShipshapeError(
      md`The roster ${path} names nobody: below its header there is no learner.`,
      "Export the roster again, or leave --roster out.",
    );
  const columns = {
    ids: columnsOf("id", header),
    emails: columnsOf("email", header),
    names: columnsOf("name", header),
    first: columnsOf("first", header),
    last: columnsOf("last", header),
    repositories: columnsOf("repository", header),
  };
  const numbers = canvasNumbersOf(header, columns);
  const idColumn = idColumnOf(path, header, [...columns.ids, ...columns.emails, ...columns.names], students);
  checkIds(path, header[idColumn] ?? "", idColumn, students);
  return students.map(({ record }) => {
    const [id = ""] = cells([idColumn], record);
    const names = namesIn(columns, record);
    return {
      learner: { id, name: names[0] ?? id, columns: byHeader(header, record) },
      ids: [
        id,
        ...cells([...columns.ids, ...columns.emails, ...columns.repositories], record),
        ...cells(numbers, record).map(canvasKey),
      ],
      names,
    };
  });
}

/** The columns that may hold Canvas's numbers: its own, and where nothing else tells who is who, any that holds ids. */
function canvasNumbersOf(
  header: readonly string[],
  columns: NameColumns & { readonly ids: readonly number[] },
) {
  if ([columns.names, columns.first, columns.last].every(({ length }) => length === 0)) return columns.ids;
  const own = isCanvasExport(header) ? header.indexOf("ID") : -1;
  return [...columnsOf("canvas", header), ...(own < 0 ? [] : [own])];
}

/** What stands in columns of a row, but for what is blank. */
const cells = (columns: readonly number[], record: readonly string[]): string[] =>
  columns.map((column) => record[column]?.trim() ?? "").filter((cell) => cell !== "");

type NameColumns = Readonly<Record<"names" | "first" | "last", readonly number[]>>;

function namesIn({ names, first, last }: NameColumns, record: readonly string[]): string[] {
  const [given = ""] = cells(first, record);
  const [family = ""] = cells(last, record);
  const whole = [`${given} ${family}`, `${family} ${given}`].map((name) => name.trim());
  return [...cells(names, record), ...whole].filter((name) => name !== "");
}

/** The best column in which each learner has something. */
function idColumnOf(
  path: string,
  header: readonly string[],
  candidates: readonly number[],
  students: readonly CsvLine[],
): number {
  const found = candidates.find((column) =>
    students.every(({ record }) => cells([column], record).length > 0),
  );
  if (found !== undefined) return found;
  const remedy = md`Give each learner something in a column id, username, email or name.`;
  const [best] = candidates;
  if (best === undefined)
    throw new ShipshapeError(
      md`The roster ${path} has no column that tells who is who. In line 1 there are: ${header.join(", ")}`,
      remedy,
    );
  const blank = students.find(({ record }) => cells([best], record).length === 0);
  throw new ShipshapeError(
    md`The roster ${path} says nothing in the column ${header[best] ?? ""} in line ${blank?.line ?? 1}, and no other column tells all learners apart.`,
    remedy,
  );
}

function checkIds(path: string, header: string, idColumn: number, students: readonly CsvLine[]): void {
  const lines = new Map<string, number>();
  for (const { record, line } of students) {
    const [id = ""] = cells([idColumn], record);
    const before = lines.get(id.normalize());
    if (before !== undefined)
      throw new ShipshapeError(
        md`The roster ${path} says ${id} twice in the column ${header}: in the lines ${before} and ${line}.`,
        "Take out one of them, or give each learner an id of their own.",
      );
    lines.set(id.normalize(), line);
  }
}

async function readContent(path: string): Promise<Buffer> {
  const content = await stat(path)
    .then(async (found): Promise<Buffer | "too-large"> => {
      // A pipe whose other end nobody opens would be waited for for ever.
      if (!found.isFile()) throw new Error("it is no file");
      return found.size > largestRoster ? "too-large" : readFile(path);
    })
    .catch((cause: unknown) => {
      throw new ShipshapeError(
        md`The roster ${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        "Name a CSV file that you may read.",
        { cause },
      );
    });
  if (content === "too-large")
    throw new ShipshapeError(
      md`The roster ${path} is larger than ${largestRoster / 1e6} MB.`,
      "Name the CSV file of this one class.",
    );
  // Of ids in an encoding that is guessed, one might be another learner's.
  if (isUtf8(content) && !content.includes(0)) return content;
  throw new ShipshapeError(
    md`The roster ${path} is no CSV file in UTF-8.`,
    "Save it again as “CSV UTF-8” from the table calculation.",
  );
}

function parseCsv(path: string, content: Buffer): readonly CsvLine[] {
  try {
    return readSpreadsheetCsv(content, { byHand: false }).lines;
  } catch (cause) {
    if (!(cause instanceof NotCsv)) throw cause;
    throw new ShipshapeError(
      md`The roster ${path} is no CSV file that can be read, in line ${cause.line}: ${cause.message}`,
      "Mend that line, or export the roster again.",
      { cause },
    );
  }
}

/**
 * Canvas puts below the header how each assignment is posted, where that is by hand, and its points; and at the end a test
 * student (`lib/gradebook_exporter.rb` of its source).
 */
function isStudent(record: readonly string[]): boolean {
  const [first = "", ...others] = record;
  const isOurs = first.trim() === "Points Possible" || first.trim() === "Student, Test";
  const namesNobody = first.trim() === "" && others.every((cell) => posting.test(cell));
  return !isOurs && !namesNobody;
}

const posting = /^\s*(?:Muted|Manual Posting.*)?\s*$/i;

/** The first of two columns of one name stays. */
function byHeader(header: readonly string[], record: readonly string[]): Record<string, string> {
  return Object.fromEntries(header.map((name, index) => [name, record[index] ?? ""] as const).toReversed());
}
