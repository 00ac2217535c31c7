import { posix } from "node:path";

import type { CanariesSection, DockerfileSection } from "@shipshape/core";
import type { Extract } from "tar-stream";

import type { ArchivedEntry } from "./image-archive.ts";
import { nameEntries } from "./image-layers.ts";
import { canaryDigits, canaryPrefix } from "./plant-canaries.ts";

/** What a layer shows: files with a canary's nonce in them, and what it takes away of the layers below. */
export type ScannedLayer = {
  readonly files: ReadonlyMap<string, { readonly bytes: number; readonly nonces: ReadonlySet<string> }>;
  /** Paths that hide what layers below have there, and all below it. */
  readonly hides: ReadonlySet<string>;
  /** Folders that are made anew. */
  readonly empties: ReadonlySet<string>;
};

/** Looks for nonces in every file of a layer, whatever its name. A compressed file keeps its secret. */
export async function scanLayer(entries: Extract): Promise<ScannedLayer> {
  const files = new Map<string, { bytes: number; nonces: ReadonlySet<string> }>();
  const hides = new Set<string>();
  const empties = new Set<string>();
  for await (const entry of entries) {
    const { type, size, name } = entry.header;
    const path = posix.join("/", name).replace(/(?<=.)\/$/, "");
    const folder = posix.dirname(path);
    const base = posix.basename(path);
    if (base === opaque) empties.add(folder);
    else if (base.startsWith(whiteout)) hides.add(posix.join(folder, base.slice(whiteout.length)));
    else if (type !== "directory") hides.add(path);
    const nonces = await findNonces(entry as AsyncIterable<Buffer>);
    if (nonces.size > 0) files.set(path, { bytes: size ?? 0, nonces });
  }
  return { files, hides, empties };
}

/** How many findings evidence keeps: a build can copy a file as often as it likes. */
const mostFound = 200;

/** How a layer says that something below is gone (github.com/opencontainers/image-spec, layer.md). */
const whiteout = ".wh.";
const opaque = ".wh..wh..opq";

const nonceLength = canaryPrefix.length + canaryDigits;

async function findNonces(content: AsyncIterable<Buffer>): Promise<Set<string>> {
  const nonces = new Set<string>();
  let end: Buffer = Buffer.alloc(0);
  for await (const chunk of content) {
    // A nonce may begin in one chunk and end in the next.
    const text = Buffer.concat([end, chunk]);
    for (let at = text.indexOf(canaryPrefix); at >= 0; at = text.indexOf(canaryPrefix, at + 1))
      if (at + nonceLength <= text.length) nonces.add(text.toString("latin1", at, at + nonceLength));
    end = text.subarray(Math.max(0, text.length - nonceLength + 1));
  }
  return nonces;
}

/**
 * Where canaries stand in the layers that were added to the base.
 * @param history the image's, with each layer scanned
 * @param baseEntries how many entries are the base's own
 * @param canaries each canary's path in the context, by its nonce
 */
export function findCanaries(
  history: readonly ArchivedEntry<ScannedLayer>[],
  baseEntries: number,
  canaries: ReadonlyMap<string, string>,
  dockerfile: DockerfileSection,
): CanariesSection["found"] {
  const added = history.slice(baseEntries);
  const names = nameEntries(added, dockerfile);
  const found: CanariesSection["found"] = [];
  for (const [index, { createdBy, layer }] of added.entries()) {
    const later = added.slice(index + 1).flatMap((entry) => entry.layer ?? []);
    for (const [path, { bytes, nonces }] of layer?.files ?? [])
      for (const nonce of nonces) {
        const canary = canaries.get(nonce);
        const deleted = later.some((above) => removes(above, path, nonce));
        const name = names[index] ?? { instruction: createdBy };
        if (canary !== undefined) found.push({ canary, path, bytes, ...name, deleted });
      }
  }
  return found.slice(0, mostFound);
}

/** A file that is written anew with the same content, by `chmod` for example, is still there. */
function removes({ files, hides, empties }: ScannedLayer, path: string, nonce: string): boolean {
  if (files.get(path)?.nonces.has(nonce)) return false;
  const above = foldersAbove(path);
  return [path, ...above].some((it) => hides.has(it)) || above.some((it) => empties.has(it));
}

function foldersAbove(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}
