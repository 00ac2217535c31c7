import { isUtf8 } from "node:buffer";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { md, type Markdown, ShipshapeError } from "@shipshape/core";

import { archiveKind, isArchiveName, isDocumentName } from "./archive-kind.ts";
import { compare } from "./choose-attempt.ts";
import { kindOf } from "./folder.ts";
import { isJunk } from "./junk.ts";
import type { MemberKind } from "./listing.ts";
import { refusalFrom } from "./refused.ts";

export type ClassEntry = {
  readonly name: string;
  readonly kind: MemberKind;
  /** A folder or an archive: all of an attempt. */
  readonly whole: boolean;
};

export type Ignored = { readonly entry: string; readonly reason: Markdown };

/**
 * Reads what lies at the top of a class's folder, sorted by name. Hidden files and what systems leave are nothing.
 * @throws ShipshapeError where it is no folder that can be read, or is empty
 */
export async function classEntries(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly entries: readonly ClassEntry[]; readonly ignored: readonly Ignored[] }> {
  const found = await readClassFolder(folder);
  if (found.length === 0)
    throw new ShipshapeError(
      md`There is nothing in the class's folder ${folder}.`,
      "Put into it what was handed in: a folder or an archive of each learner.",
    );
  const entries: ClassEntry[] = [];
  const ignored: Ignored[] = [];
  for (const { name, kind, readable } of found) {
    signal.throwIfAborted();
    const reason = readable ? unusable[kind] : md`Its name is not UTF-8: give it another one.`;
    if (reason) ignored.push({ entry: name, reason });
    else entries.push({ name, kind, whole: kind === "folder" || (await isArchive(folder, name)) });
  }
  return { entries, ignored };
}

const unusable: Readonly<Record<MemberKind, Markdown | undefined>> = {
  file: undefined,
  folder: undefined,
  link: md`It is a link, and no link is followed: put there what it leads to.`,
  other: md`It is neither a folder nor a file.`,
};

async function readClassFolder(folder: string) {
  try {
    // As bytes: a name that is not UTF-8 would come as one that is not there.
    const entries = await readdir(folder, { withFileTypes: true, encoding: "buffer" });
    return entries
      .map((entry) => ({
        name: entry.name.toString(),
        kind: kindOf(entry),
        readable: isUtf8(entry.name),
      }))
      .filter(({ name }) => !name.startsWith(".") && !isJunk(name))
      .toSorted((a, b) => compare(a.name, b.name));
  } catch (cause) {
    throw new ShipshapeError(
      md`The class's folder ${folder} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Name the folder that holds a folder or an archive of each learner.",
      { cause },
    );
  }
}

/** By its name, or by its content: what a course's system hands out may have lost its suffix. */
async function isArchive(folder: string, name: string): Promise<boolean> {
  if (isArchiveName(name)) return true;
  if (isDocumentName(name)) return false;
  const path = join(folder, name);
  try {
    return (await archiveKind(path)) !== "none";
  } catch (error) {
    // What may not be read is refused when it is taken; what this machine cannot read ends here.
    refusalFrom(error, path, (message) => md`The file cannot be read: ${message}`);
    return false;
  }
}
