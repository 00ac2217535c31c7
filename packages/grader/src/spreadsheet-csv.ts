import { isUtf8 } from "node:buffer";

import { CsvError, parse } from "csv-parse/sync";

/** A record, and the line of the file that it ends in, from 1. */
export type CsvLine = { readonly record: readonly string[]; readonly line: number };

type SpreadsheetCsv = { readonly lines: readonly CsvLine[]; readonly delimiter: string };

/** `line` is where it stops being one, from 1. */
export class NotCsv extends Error {
  readonly line: number;

  constructor(cause: CsvError) {
    super(cause.message, { cause });
    this.line = Number(cause["lines"] ?? 1);
  }
}

/**
 * Reads a CSV as an editor or any spreadsheet saves it: separated by commas, semicolons or tabs, in UTF-8, UTF-16 or
 * Windows' own encoding, with empty lines.
 * @param byHand whether people edit it: there may be spaces around what is in quotes, and records of any length
 * @throws NotCsv with the line where it is none
 */
export function readSpreadsheetCsv(
  content: Buffer,
  { byHand }: { readonly byHand: boolean },
): SpreadsheetCsv {
  const text = decoded(content);
  const delimiter = delimiterOf(text);
  const options = {
    delimiter,
    info: true,
    skip_empty_lines: true,
    trim: byHand,
    relax_column_count: byHand,
  } as const;
  try {
    // With `info` each record comes with where it stood.
    const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return { delimiter, lines: records.map(({ record, info }) => ({ record, line: info.lines })) };
  } catch (error) {
    throw error instanceof CsvError ? new NotCsv(error) : error;
  }
}

/** Spreadsheets on Windows save a CSV in the encoding of its old programs, and "Unicode text" in UTF-16. */
function decoded(content: Buffer): string {
  const encoding =
    content[0] === 0xff && content[1] === 0xfe ? "utf-16le" : isUtf8(content) ? "utf-8" : "windows-1252";
  // A line `sep=;` is a spreadsheet's own; empty, it keeps the count of lines.
  return new TextDecoder(encoding).decode(content).replace(/^sep=.(?=\r?\n)/i, "");
}

/** Spreadsheets write what separates lists in their country: the one that makes the most columns it is. */
function delimiterOf(text: string): string {
  const [headings = ""] = text.replace(/^[\r\n]+/, "").split(/[\r\n]/, 1);
  const columns = (delimiter: string) => headings.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, each) => (columns(each) > columns(best) ? each : best));
}
