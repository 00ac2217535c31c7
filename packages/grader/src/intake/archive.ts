import { type FileProblem, md } from "@shipshape/core";

import type { Listing } from "./listing.ts";
import { onItsOwn } from "./on-its-own.ts";
import { Refused } from "./refused.ts";

/** An archive with more entries than this is no learner's work. */
export const mostEntries = 100_000;

/** What was not taken from an archive or folder: links, devices, and names that lead out of it; the first by name. */
export type LeftOut = { count: number; first: string };

export type Archive = AsyncDisposable & {
  readonly listing: Listing;
  readonly leftOut: LeftOut;
  /** The content of a wanted file, by its whole path, or why it is not taken. */
  readonly read: (path: string) => Promise<Buffer | FileProblem>;
};

/** A message shows no more of a name, in characters; in a tar it may have millions. */
const longestNamed = 200;

export function leaveOut(leftOut: LeftOut, name: string): void {
  const named = onItsOwn(name.slice(0, longestNamed));
  // The order in which a folder is read differs from one file system to the next.
  if (leftOut.count === 0 || named < leftOut.first) leftOut.first = named;
  leftOut.count++;
}

export const tooMany = () =>
  new Refused(
    md`It holds more than ${mostEntries} files: ask for it without what tools put there, as ${".venv"} and ${".git"}.`,
  );
