import { posix } from "node:path";
import { addAbortSignal, PassThrough, Readable, type Transform } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";

import type { Engine } from "@shipshape/engine";
import { extract, type Extract } from "tar-stream";

/** An entry of an image's history, with what was read of the layer that it made, where it made one. */
export type ArchivedEntry<Layer> = { readonly createdBy: string; readonly layer?: Layer };

/**
 * Reads each layer of an image, whose bytes no engine gives but as a whole.
 * @param readLayer reads the entries of one layer to their end
 * @param signal ends the reading: an image may be as large as the engine's disk
 * @returns the image's history, oldest first
 * @throws the signal's reason, and where the archive breaks off or is none
 */
export async function readImage<Layer>(
  engine: Engine,
  imageId: string,
  readLayer: (entries: Extract) => Promise<Layer>,
  signal: AbortSignal,
): Promise<ArchivedEntry<Layer>[]> {
  const saved = (await engine.docker.getImage(imageId).get()) as Readable;
  try {
    return await readArchive(addAbortSignal(signal, saved), readLayer);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

type Manifest = [{ Config: string; Layers: string[] }];
type Config = { history: { created_by?: string; empty_layer?: boolean }[] };

/** Reads what `docker save` writes: blobs in any order, and a manifest that names the layers in theirs. */
export async function readArchive<Layer>(
  saved: Readable,
  readLayer: (entries: Extract) => Promise<Layer>,
): Promise<ArchivedEntry<Layer>[]> {
  const layers = new Map<string, Layer>();
  const documents = new Map<string, unknown>();
  /** Engines before 25 save a layer that an image has twice as a link to itself. */
  const links = new Map<string, string>();
  const archive = extract();
  const fed = pipeline(saved, archive);
  // What ends it early ends the loop first, and is thrown there.
  fed.catch(() => undefined);
  for await (const entry of archive) {
    const { name, type, linkname } = entry.header;
    if (type === "symlink") links.set(name, posix.join(posix.dirname(name), linkname ?? ""));
    const { blob, decoder } = await recognize(entry);
    if (decoder === "json") documents.set(name, await json(blob));
    else if (decoder) layers.set(name, await decode(blob, decoder, readLayer));
    else blob.resume();
  }
  await fed;
  const manifests = documents.get("manifest.json") as Manifest | undefined;
  if (!manifests) throw new Error("The engine saved an image without a manifest.");
  const [manifest] = manifests;
  const { history } = documents.get(manifest.Config) as Config;
  const paths = manifest.Layers.values();
  return history.map(({ created_by: createdBy = "", empty_layer: empty = false }) => {
    const path = empty ? undefined : paths.next().value;
    const layer = path === undefined ? undefined : layers.get(links.get(path) ?? path);
    return layer === undefined ? { createdBy } : { createdBy, layer };
  });
}

async function decode<Layer>(
  blob: Readable,
  decoder: Transform,
  readLayer: (entries: Extract) => Promise<Layer>,
): Promise<Layer> {
  const entries = extract();
  const [layer] = await Promise.all([readLayer(entries), pipeline(blob, decoder, entries)]);
  return layer;
}

/** Where a header of tar says that it is one. */
const magic = { at: 257, text: "ustar" };

/** A blob is a layer, compressed or not, or a JSON document; only its first bytes tell. */
async function recognize(entry: AsyncIterable<unknown>) {
  const chunks = (entry as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  let ended = false;
  while (!ended && start.length < magic.at + magic.text.length) {
    const next = await chunks.next();
    ended = next.done ?? false;
    if (!next.done) start = Buffer.concat([start, next.value]);
  }
  const blob = Readable.from(
    (async function* () {
      if (start.length > 0) yield start;
      if (!ended) yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
    { objectMode: false },
  );
  return { blob, decoder: decoderFor(start) };
}

function decoderFor(start: Buffer): Transform | "json" | undefined {
  if (start.toString("latin1", magic.at, magic.at + magic.text.length) === magic.text)
    return new PassThrough();
  const head = start.toString("hex", 0, 4);
  if (head.startsWith("1f8b")) return createGunzip();
  if (head === "28b52ffd") return createZstdDecompress();
  return /^\s*[[{]/.test(start.subarray(0, 16).toString("latin1")) ? "json" : undefined;
}
