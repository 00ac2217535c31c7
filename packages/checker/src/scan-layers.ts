import type { Extract } from "tar-stream";

import { entryPath } from "./hidden-paths.ts";
import { canaryDigits, canaryPrefix } from "./plant-canaries.ts";

/** How many findings evidence keeps: a build can copy a file as often as it likes. */
export const mostFound = 200;

/** Files in which canaries stand, by path: how large each is, and the canaries' own paths in the context. */
export type ScannedLayer = ReadonlyMap<
  string,
  { readonly bytes: number; readonly canaries: ReadonlySet<string> }
>;

/**
 * Looks for canaries in every file of a layer, whatever its name. A compressed file keeps its secret.
 * @param planted each canary's path in the context, by its nonce: a file may hold any number of other nonces
 */
export async function scanLayer(
  entries: Extract,
  planted: ReadonlyMap<string, string>,
): Promise<ScannedLayer> {
  const files = new Map<string, { bytes: number; canaries: ReadonlySet<string> }>();
  for await (const entry of entries) {
    const { size, name } = entry.header;
    const canaries = await canariesIn(entry as AsyncIterable<Buffer>, planted);
    if (canaries.size > 0 && files.size < mostFound)
      files.set(entryPath(name), { bytes: size ?? 0, canaries });
  }
  return files;
}

const nonceLength = canaryPrefix.length + canaryDigits;

async function canariesIn(
  content: AsyncIterable<Buffer>,
  planted: ReadonlyMap<string, string>,
): Promise<Set<string>> {
  const canaries = new Set<string>();
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    // A nonce may begin in one chunk and end in the next.
    const text = Buffer.concat([end, chunk]);
    for (let at = text.indexOf(canaryPrefix); at >= 0; at = text.indexOf(canaryPrefix, at + 1)) {
      const canary = planted.get(text.toString("latin1", at, at + nonceLength));
      if (canary !== undefined) canaries.add(canary);
    }
    end = text.subarray(Math.max(0, text.length - nonceLength + 1));
  }
  return canaries;
}
