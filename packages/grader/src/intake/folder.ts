import type { Dirent } from "node:fs";
import { opendir } from "node:fs/promises";
import { join } from "node:path";

import { handedInFolder } from "@shipshape/checker";

import { type Archive, leaveOut, type LeftOut, mostEntries, tooMany } from "./archive.ts";
import { Listing, type MemberKind } from "./listing.ts";
import { md } from "@shipshape/core";
import { refusalFrom, stillThere } from "./refused.ts";

/**
 * Looks at a learner's folder, as deep as wrapping folders may go. No link in it is followed.
 * @throws Refused where it cannot be read
 */
export async function openFolder(path: string): Promise<Archive> {
  const listing = new Listing();
  const leftOut: LeftOut = { count: 0, first: "" };
  try {
    for (let folder: string | undefined = ""; folder !== undefined; folder = listing.onlyFolderIn(folder)) {
      let entries = 0;
      for await (const entry of await opendir(join(path, folder))) {
        if (++entries > mostEntries) throw tooMany();
        const kind = kindOf(entry);
        if (kind === "link" || kind === "other") leaveOut(leftOut, entry.name);
        listing.add(folder === "" ? entry.name : `${folder}/${entry.name}`, kind);
      }
    }
    const { read: readFile } = await handedInFolder(path);
    const read = (member: string) =>
      listing.has(member) ? stillThere(join(path, member), readFile(member)) : readFile(member);
    return { listing, leftOut, read, [Symbol.asyncDispose]: () => Promise.resolve() };
  } catch (error) {
    throw refusalFrom(error, path, (message) => md`The folder cannot be read: ${message}`);
  }
}

export function kindOf(entry: Dirent | Dirent<Buffer>): MemberKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}
