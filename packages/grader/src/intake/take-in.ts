import { lstat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { handedInFolder, type Submission, type SubmissionReader } from "@shipshape/checker";
import { inParallel, md, ShipshapeError } from "@shipshape/core";

import type { TellClass } from "../class-event.ts";
import { assign } from "./assign.ts";
import { compare } from "./choose-attempt.ts";
import { classEntries, type ClassEntry, type Ignored } from "./class-entries.ts";
import { isTypedText, type Part } from "./export-names.ts";
import { gradescopeFile, readGradescope } from "./gradescope-metadata.ts";
import type { Intake } from "./intake.ts";
import { partsOf } from "./recognise-export.ts";
import { readRoster, type RosterRow } from "./roster.ts";
import { type Taken, takeEntry, takeFiles, type Taking } from "./take-entry.ts";
import { type Upload, uploadsOf } from "./uploads.ts";
import { findOnRoster } from "./who-is.ts";

export type TakeInRequest = {
  /** The class's folder. */
  readonly folder: string;
  /** The path of a CSV file. */
  readonly roster?: string;
  /** The name of something in the folder that is nobody's: the results. */
  readonly without?: string;
  readonly reader: SubmissionReader;
  /** The names of the files that the lab takes; the first has to be there. */
  readonly submit: readonly string[];
  /** Keeps what was taken; gives its digest. */
  readonly keep: (submission: Submission) => Promise<string>;
  readonly signal: AbortSignal;
  readonly tell: TellClass;
};

/** How many entries are read at once: each holds a file open, and a part of an archive in memory. */
const atOnce = 4;

/**
 * Takes in what a class handed in. What cannot be read is an attempt without a submission, with the reason in its note.
 * @throws ShipshapeError where the folder or the roster is of no use, or this machine fails; the signal's reason when it
 *   is aborted; what `keep` throws
 */
export async function takeIn(request: TakeInRequest): Promise<Intake> {
  const { folder, reader, submit, keep, signal } = request;
  const roster = request.roster === undefined ? undefined : await readRoster(request.roster);
  const { entries, ignored } = await entriesOf(request);
  const { uploads, useless } = await findUploads(request, entries, roster);
  if (uploads.length === 0) throw nothingHandedIn(folder, entries, submit);

  const taking: Taking = {
    folder,
    wanted: { required: submit[0] ?? "Dockerfile", files: reader.files },
    signal,
    take: async (handedIn) => keep(await reader.read(handedIn)),
  };
  const taken = await takeAll(request, taking, uploads, new Map(entries.map((entry) => [entry.name, entry])));
  return {
    ...assign(uploads, taken, roster),
    ignored: [...ignored, ...useless]
      .toSorted((a, b) => compare(a.entry, b.entry))
      .map(({ entry, reason }) => ({ entry, reason: reason.source })),
  };
}

/** The entries of the folder, without the roster and the results, should they lie among them. */
async function entriesOf({ folder, roster, without, signal }: TakeInRequest) {
  const { entries, ignored } = await classEntries(folder, signal);
  const isRoster = ({ name }: ClassEntry) =>
    roster !== undefined && resolve(folder, name) === resolve(roster);
  return { entries: entries.filter((entry) => !isRoster(entry) && entry.name !== without), ignored };
}

async function findUploads(
  { folder, submit }: TakeInRequest,
  entries: readonly ClassEntry[],
  roster: readonly RosterRow[] | undefined,
) {
  const isGradescope = entries.some(({ name, kind }) => name === gradescopeFile && kind === "file");
  const typed = entries.filter(({ name }) => isTypedText(name));
  const handedIn = entries.filter(
    (entry) => !isTypedText(entry.name) && !(isGradescope && entry.name === gradescopeFile),
  );
  const find = roster && findOnRoster(roster);
  const parts = partsOf({
    names: handedIn.map(({ name }) => name),
    wholes: handedIn.filter(({ whole }) => whole).map(({ name }) => name),
    submit,
    repositories: await clonesIn(folder, handedIn),
    ...(isGradescope && { gradescope: await readGradescope(join(folder, gradescopeFile)) }),
    ...(find && { isOnRoster: (keys) => typeof find(keys) !== "string" }),
  });
  const whole = new Set(handedIn.filter(({ whole }) => whole).map(({ name }) => name));
  const isWhole = ({ entry }: Part) => whole.has(entry);
  const isUseful = (part: Part) => isWhole(part) || part.file !== undefined;
  const { uploads, beside } = uploadsOf(parts.filter(isUseful), isWhole, submit);
  const useless: Ignored[] = [
    ...typed.map(({ name }) => ({
      entry: name,
      reason: md`It is text that a learner typed into the page: the lab takes files.`,
    })),
    ...parts
      .filter((part) => !isUseful(part))
      .map(({ entry }) => ({ entry, reason: md`It is neither a folder nor an archive.` })),
    ...beside.map(({ entry }) => ({
      entry,
      reason: md`The lab takes no file of this name, and the learner handed in an archive.`,
    })),
  ];
  return { uploads, useless };
}

async function clonesIn(folder: string, entries: readonly ClassEntry[]): Promise<Set<string>> {
  const clones = new Set<string>();
  for (const { name, kind } of entries)
    if (kind === "folder" && (await lstat(join(folder, name, ".git")).catch(() => undefined)))
      clones.add(name);
  return clones;
}

function nothingHandedIn(folder: string, entries: readonly ClassEntry[], [required = ""]: readonly string[]) {
  if (entries.some(({ name }) => name === required))
    return new ShipshapeError(
      md`${folder} holds a ${required} and nobody's folder: it is what one learner handed in.`,
      md`Name the folder above it, or grade this one by ${"shipshape check"}.`,
    );
  return new ShipshapeError(
    md`Nothing in ${folder} is what a learner handed in: there is no folder and no archive.`,
    "Put into it a folder or an archive of each learner.",
  );
}

/** Takes all uploads, a few at once; what is taken of each stands at the same index. */
async function takeAll(
  { folder, signal, tell }: TakeInRequest,
  taking: Taking,
  uploads: readonly Upload[],
  entries: ReadonlyMap<string, ClassEntry>,
): Promise<Taken[][]> {
  const { read } = await handedInFolder(folder);
  let done = 0;
  return inParallel(atOnce, uploads, async ({ part, files }) => {
    signal.throwIfAborted();
    const taken = files
      ? [await takeFiles(taking, part.entry, files, read)]
      : await takeEntry(taking, part.entry, entries.get(part.entry)?.kind ?? "file");
    tell({ kind: "taking-in", done: ++done, of: uploads.length });
    return taken;
  });
}
