import { join } from "node:path";

import type { HandedIn } from "@shipshape/checker";
import { inParallel, joinMarkdown, md, type Markdown } from "@shipshape/core";

import type { Archive } from "./archive.ts";
import { type ArchiveKind, archiveKind, isArchiveName } from "./archive-kind.ts";
import { openFolder } from "./folder.ts";
import type { MemberKind } from "./listing.ts";
import { Refused, refusalFrom, stillThere } from "./refused.ts";
import { openTar } from "./tar-archive.ts";
import type { Wanted } from "./wanted.ts";
import { topOf } from "./wrapping-folder.ts";
import { openZip } from "./zip-archive.ts";

/** What was taken of one attempt, or why nothing was. */
export type Taken = {
  /** Where it lies, relative to the class's folder. */
  readonly entry: string;
  /** The digest of what was taken. */
  readonly submission?: string;
  readonly note?: Markdown;
};

export type Taking = {
  /** The class's folder. */
  readonly folder: string;
  readonly wanted: Wanted;
  /** Reads what was handed in and keeps it; gives its digest. */
  readonly take: (handedIn: HandedIn) => Promise<string>;
  readonly signal: AbortSignal;
};

/**
 * Takes what a learner handed in as a folder or an archive.
 * @returns several where a folder holds several archives and nothing else that could count
 * @throws ShipshapeError where this machine fails; what fails on the learner's side is in the note
 */
export async function takeEntry(taking: Taking, entry: string, kind: MemberKind): Promise<Taken[]> {
  if (kind !== "folder") return [await orRefused(entry, () => takeArchive(taking, entry))];
  const taken = await orRefused(entry, () => takeFolder(taking, entry));
  return Array.isArray(taken) ? taken : [taken];
}

/** Takes what a learner handed in as files that an export put beside those of others. */
export function takeFiles(
  taking: Taking,
  entry: string,
  files: ReadonlyMap<string, string>,
  read: HandedIn["read"],
): Promise<Taken> {
  return orRefused(entry, async () => ({
    entry,
    submission: await taking.take({
      entries: [...files.keys()].toSorted(),
      read: async (path) => {
        const file = files.get(path);
        return file === undefined ? "missing" : stillThere(join(taking.folder, file), read(file));
      },
    }),
  }));
}

async function takeFolder(taking: Taking, entry: string): Promise<Taken | Taken[]> {
  await using folder = await openFolder(join(taking.folder, entry));
  const archives = archivesIn(folder, taking.wanted.required);
  if (archives.length > 0)
    return await inParallel(1, archives, (archive) => {
      const path = `${entry}/${archive}`;
      return orRefused(path, () => takeArchive(taking, path));
    });
  return await takeOpen(taking, entry, folder);
}

/** Moodle puts the archive that a learner handed in into a folder of the learner's. */
function archivesIn({ listing }: Archive, required: string): string[] {
  const top = topOf(listing, required);
  if (listing.kindOf(top, required) !== undefined) return [];
  return listing
    .namesIn(top)
    .filter((name) => isArchiveName(name) && listing.kindOf(top, name) === "file")
    .map((name) => (top === "" ? name : `${top}/${name}`));
}

async function takeArchive(taking: Taking, entry: string): Promise<Taken> {
  const path = join(taking.folder, entry);
  const kind = await archiveKind(path).catch((error: unknown) => {
    throw refusalFrom(error, path, (message) => md`The file cannot be read: ${message}`);
  });
  await using archive = await openArchive(taking, path, kind);
  // Awaited here: what `using` holds is closed when this function returns.
  return await takeOpen(taking, entry, archive);
}

function openArchive({ wanted, signal }: Taking, path: string, kind: ArchiveKind): Promise<Archive> {
  if (kind === "zip") return openZip(path, wanted, signal);
  if (kind === "tar" || kind === "gzip") return openTar(path, wanted, signal, { gzip: kind === "gzip" });
  if (kind === "foreign")
    throw new Refused(md`It is an archive of a kind that is not read here: ask for a zip or tar file.`);
  throw new Refused(md`It is no archive, whatever its name says: ask for it again, as a zip or tar file.`);
}

async function takeOpen({ wanted, take }: Taking, entry: string, archive: Archive): Promise<Taken> {
  const { listing, leftOut } = archive;
  const top = topOf(listing, wanted.required);
  const entries = listing.namesIn(top);
  if (entries.length === 0 && leftOut.count === 0) throw new Refused(md`There is nothing in it.`);
  const submission = await take({
    entries,
    read: (path) => archive.read(top === "" ? path : `${top}/${path}`),
  });
  const notes = [
    ...(leftOut.count > 0
      ? [
          md`Links, devices and names that lead out of the archive were not taken: ${leftOut.count} in all, the first is ${leftOut.first}.`,
        ]
      : []),
    ...(isNested(entries, wanted.required)
      ? [md`In it is another archive, which was not looked into: ask for the files themselves.`]
      : []),
  ];
  return { entry, submission, ...(notes.length > 0 && { note: joinMarkdown(notes) }) };
}

const isNested = (entries: readonly string[], required: string) =>
  !entries.includes(required) && entries.some(isArchiveName);

async function orRefused<T>(entry: string, take: () => Promise<T>): Promise<T | Taken> {
  try {
    return await take();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { entry, note: error.reason };
  }
}
