import type { Evidence } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";
import type { Extract } from "tar-stream";

import { readImage } from "./image-archive.ts";
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
  signal: AbortSignal,
): Promise<HistoryEntry[]> {
  if (store === "containerd")
    return remembered("history-1", imageId.replace("sha256:", ""), () =>
      measuredHistory(engine, imageId, signal),
    );
  const history: { CreatedBy: string; Size: number }[] = await engine.docker.getImage(imageId).history();
  return history.map(({ CreatedBy, Size }) => ({ createdBy: CreatedBy, bytes: Size })).toReversed();
}

async function measuredHistory(
  engine: Engine,
  imageId: string,
  signal: AbortSignal,
): Promise<HistoryEntry[]> {
  const history = await readImage(engine, imageId, layerBytes, signal);
  return history.map(({ createdBy, layer }) => ({ createdBy, bytes: layer ?? 0 }));
}

/** As overlay2 counts: files once; links and folders are nothing. */
async function layerBytes(entries: Extract): Promise<number> {
  let total = 0;
  for await (const entry of entries) {
    const { type, size } = entry.header;
    if (type === "file" || type === "contiguous-file") total += size;
    entry.resume();
  }
  return total;
}
