import type { Listing } from "./listing.ts";

/**
 * The folder whose content counts as what was handed in: the top, or the folder that is alone there, or the one that
 * is alone in that one where only it holds the file that has to be there.
 * @returns a path; empty for the top
 */
export function topOf(listing: Listing, required: string): string {
  const holds = (folder: string) => listing.kindOf(folder, required) !== undefined;
  if (holds("")) return "";
  const first = listing.onlyFolderIn("");
  if (first === undefined) return "";
  if (holds(first)) return first;
  const second = listing.onlyFolderIn(first);
  return second !== undefined && holds(second) ? second : first;
}
