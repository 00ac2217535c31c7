// Not from node:fs/promises, which takes longer to load than these files to read: `labs` and `hint` answer at once.
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { type Markdown, md, ShipshapeError } from "@shipshape/core";

import { type Event, header, type RecordedEvent } from "./journal-event.ts";
import { readLines } from "./journal-lines.ts";
import { labsOf, type Work } from "./work.ts";

/** The file in a work folder that keeps a learner's progress: one event a line, in JSON, only ever added to. */
export const journalName = "progress.jsonl";

/** Reads what was done in a work folder; nothing, where there is none. Never throws: it tells a problem. */
export async function readWork(workFolder: string): Promise<Work> {
  const { events, problem } = readJournal(join(workFolder, journalName));
  const labs = labsOf(workFolder, events);
  return { folder: workFolder, labs, ...(problem && { problem }) };
}

type Journal = {
  readonly events: readonly RecordedEvent[];
  readonly newer: boolean;
  readonly problem?: Markdown;
};

function readJournal(path: string): Journal {
  let text: string;
  try {
    // A pipe or a device of that name would never end.
    if (!statSync(path).isFile()) throw new Error("it is no file");
    // Some editors of Windows put a byte-order mark before the first line, which says the version.
    text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return { events: [], newer: false };
    return { events: [], newer: false, problem: md`${path} could not be read: ${message}.` };
  }
  const { events, strange, newer } = readLines(text);
  const problem = newer ? newerProblem(path) : strangeProblem(path, strange);
  return { events, newer, ...(problem && { problem }) };
}

const newerProblem = (path: string) =>
  md`${path} was written by a newer Shipshape. What this one understands of it is used, and nothing is added to it.`;

function strangeProblem(path: string, [first, ...others]: readonly number[]): Markdown | undefined {
  if (first === undefined) return undefined;
  return others.length === 0
    ? md`${path}: line ${first} cannot be understood. It is kept and passed over.`
    : md`${path}: line ${first} and ${others.length} more cannot be understood. They are kept and passed over.`;
}

/**
 * Adds an event to a learner's progress, durably, with the time. A `checked` event that is equal to the last one of its
 * lab is not added.
 * @throws ShipshapeError where it cannot be written, or the file is from a newer version
 */
export async function record(workFolder: string, event: Event): Promise<void> {
  const path = join(workFolder, journalName);
  const { events, newer } = readJournal(path);
  if (newer)
    throw new ShipshapeError(newerProblem(path), "Use that version: `git pull` in the folder of the course.");
  if (event.event === "checked") {
    const last = events.findLast((each) => each.event === "checked" && each.lab === event.lab);
    if (last && isDeepStrictEqual({ ...last, at: "" }, { ...event, at: "" })) return;
  }
  try {
    mkdirSync(workFolder, { recursive: true });
    append(path, JSON.stringify({ at: new Date().toISOString(), ...event }));
  } catch (cause) {
    throw new ShipshapeError(
      md`Your progress could not be kept in ${path}: ${(cause as Error).message}.`,
      "Look whether the disk is full, and whether you may write to that file.",
      { cause },
    );
  }
}

/** One write for each event, at whatever is the end then: two windows lose nothing of each other's. */
function append(path: string, line: string): void {
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o644);
  try {
    const bytes = Buffer.from(`${beginning(file)}${line}\n`);
    if (writeSync(file, bytes) < bytes.length) throw new Error("the disk is full");
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What comes before an event: in a new file what the file is, and behind a line that was cut off its end. */
function beginning(file: number): string {
  const { size } = fstatSync(file);
  if (size === 0) return `${JSON.stringify(header)}\n`;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === "\n" ? "" : "\n";
}
