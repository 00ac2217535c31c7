import { PassThrough, Readable, type Transform } from "node:stream";
import { json } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import type { Evidence } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";
import { extract } from "tar-stream";

import { remembered } from "./remembered.ts";

/** An entry of an image's history; `bytes` are those of the files in the layer it made, 0 where it made none. */
export type HistoryEntry = { readonly createdBy: string; readonly bytes: number };

/**
 * An image's history, oldest first, with the uncompressed bytes of the files in each layer: the one definition
 * of size that is the same on every engine. Overlay2 reports just that; the containerd store counts disk blocks,
 * so there the layers are read, once for each image.
 */
export async function imageHistory(
  engine: Engine,
  imageId: string,
  store: Evidence["engine"]["store"],
): Promise<HistoryEntry[]> {
  if (store === "containerd")
    return remembered("history-1", imageId.replace("sha256:", ""), () => measuredHistory(engine, imageId));
  const history: { CreatedBy: string; Size: number }[] = await engine.docker.getImage(imageId).history();
  return history.map(({ CreatedBy, Size }) => ({ createdBy: CreatedBy, bytes: Size })).toReversed();
}

type Manifest = [{ Config: string; Layers: string[] }];
type Config = { history: { created_by?: string; empty_layer?: boolean }[] };

/** Reads what `docker save` writes: blobs in any order, and a manifest that names the layers in theirs. */
async function measuredHistory(engine: Engine, imageId: string): Promise<HistoryEntry[]> {
  const bytes = new Map<string, number>();
  const documents = new Map<string, unknown>();
  const archive = extract();
  const fed = pipeline((await engine.docker.getImage(imageId).get()) as Readable, archive);
  for await (const entry of archive) {
    const { name, type } = entry.header;
    if (type !== "file") entry.resume();
    else await readBlob(name, entry, bytes, documents);
  }
  await fed;
  const [manifest] = documents.get("manifest.json") as Manifest;
  const { history } = documents.get(manifest.Config) as Config;
  const layers = manifest.Layers.values();
  return history.map(({ created_by: createdBy = "", empty_layer: empty = false }) => ({
    createdBy,
    bytes: empty ? 0 : (bytes.get(layers.next().value ?? "") ?? 0),
  }));
}

/** A blob is a layer, gzipped or not, or a JSON document; only its first bytes tell. */
async function readBlob(
  name: string,
  entry: AsyncIterable<unknown>,
  bytes: Map<string, number>,
  documents: Map<string, unknown>,
): Promise<void> {
  const chunks = entry[Symbol.asyncIterator]();
  const first = ((await chunks.next()).value ?? Buffer.alloc(0)) as Buffer;
  const blob = Readable.from(
    (async function* () {
      yield first;
      yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
    { objectMode: false },
  );
  if (first[0] === 0x1f && first[1] === 0x8b) bytes.set(name, await layerBytes(blob, createGunzip()));
  else if (/^\s*[[{]/.test(first.subarray(0, 16).toString("latin1"))) documents.set(name, await json(blob));
  else bytes.set(name, await layerBytes(blob, new PassThrough()));
}

/** As overlay2 counts: files once; links and folders are nothing. */
async function layerBytes(blob: Readable, decoder: Transform): Promise<number> {
  let total = 0;
  const archive = extract();
  const fed = pipeline(blob, decoder, archive);
  for await (const entry of archive) {
    const { type, size } = entry.header;
    if (type === "file" || type === "contiguous-file") total += size;
    entry.resume();
  }
  await fed;
  return total;
}
