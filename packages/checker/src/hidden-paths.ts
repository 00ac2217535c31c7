import { posix } from "node:path";

import type { Extract } from "tar-stream";

/** What a layer takes away of the layers below it. */
export type HiddenPaths = {
  /** Paths that hide what layers below have there, and all below it. */
  readonly hides: ReadonlySet<string>;
  /** Folders that are made anew. */
  readonly empties: ReadonlySet<string>;
};

/** How a layer says that something below is gone (github.com/opencontainers/image-spec, layer.md). */
const whiteout = ".wh.";
const opaque = ".wh..wh..opq";

/**
 * Looks in a layer for what hides one of some paths. A layer may have millions of others, which are not kept.
 * @param paths absolute
 */
export async function readHiddenPaths(entries: Extract, paths: readonly string[]): Promise<HiddenPaths> {
  const relevant = new Set(paths.flatMap((path) => [path, ...foldersAbove(path)]));
  const hides = new Set<string>();
  const empties = new Set<string>();
  const note = (path: string, found: Set<string>) => relevant.has(path) && found.add(path);
  for await (const entry of entries) {
    const path = entryPath(entry.header.name);
    const folder = posix.dirname(path);
    const name = posix.basename(path);
    if (name === opaque) note(folder, empties);
    else if (name.startsWith(whiteout)) note(posix.join(folder, name.slice(whiteout.length)), hides);
    else if (entry.header.type !== "directory") note(path, hides);
    entry.resume();
  }
  return { hides, empties };
}

export function isHidden(path: string, { hides, empties }: HiddenPaths): boolean {
  const above = foldersAbove(path);
  return [path, ...above].some((it) => hides.has(it)) || above.some((it) => empties.has(it));
}

/** The absolute path of a layer's entry, whose name may begin with `./` and end in a slash. */
export const entryPath = (name: string): string => posix.join("/", name).replace(/(?<=.)\/$/, "");

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}
