import type { CanariesSection, DockerfileSection } from "@shipshape/core";
import type { Extract } from "tar-stream";

import { isHidden, readHiddenPaths } from "./hidden-paths.ts";
import type { ArchivedEntry } from "./image-archive.ts";
import { nameEntries } from "./image-layers.ts";
import { mostFound, type ScannedLayer, scanLayer } from "./scan-layers.ts";

/** Reads each layer of one image, as often as it is called. */
export type ReadLayers = <Layer>(
  readLayer: (entries: Extract) => Promise<Layer>,
) => Promise<ArchivedEntry<Layer>[]>;

/**
 * Finds where canaries stand in the layers that were added to the base, and which of them later layers hide. What
 * hides a file may be read before the file is: so an image with canaries is read twice, and of an image of any size
 * only little is kept.
 * @param baseEntries how many entries of the image's history are the base's own
 * @param planted each canary's path in the context, by its nonce
 */
export async function findCanaries(
  read: ReadLayers,
  baseEntries: number,
  planted: ReadonlyMap<string, string>,
  dockerfile: DockerfileSection,
): Promise<CanariesSection["found"]> {
  const added = (await read((entries) => scanLayer(entries, planted))).slice(baseEntries);
  const sightings = sightingsIn(added).slice(0, mostFound);
  if (sightings.length === 0) return [];
  const paths = sightings.map(({ path }) => path);
  const hidden = (await read((entries) => readHiddenPaths(entries, paths))).slice(baseEntries);
  const names = nameEntries(added, dockerfile);
  return sightings.map(({ index, canary, path, bytes }) => {
    const deleted = hidden.some(
      ({ layer }, above) =>
        above > index &&
        layer !== undefined &&
        isHidden(path, layer) &&
        // A file that is written anew with the same content, by `chmod` for example, is still there.
        !added[above]?.layer?.get(path)?.canaries.has(canary),
    );
    const name = names[index] ?? { instruction: "" };
    return { canary, path, bytes, ...name, deleted };
  });
}

type Sighting = {
  /** Which of the added entries has the layer. */
  readonly index: number;
  readonly canary: string;
  readonly path: string;
  readonly bytes: number;
};

function sightingsIn(added: readonly ArchivedEntry<ScannedLayer>[]): Sighting[] {
  return added.flatMap(({ layer }, index) =>
    Array.from(layer ?? []).flatMap(([path, { bytes, canaries }]) =>
      Array.from(canaries, (canary) => ({ index, canary, path, bytes })),
    ),
  );
}
