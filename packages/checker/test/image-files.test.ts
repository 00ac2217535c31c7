import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";

import type { Engine } from "@shipshape/engine";
import { pack } from "tar-stream";
import { expect, test } from "vitest";

import { ImageFiles } from "../src/contents/image-files.ts";
import { RunScope } from "../src/run-scope.ts";

const archive = pack();
archive.entry({ name: "lib/", type: "directory" });
for (const name of ["a", "b", "c", "d"]) archive.entry({ name: `lib/${name}` }, name.repeat(1_000));
archive.finalize();
const directory = await buffer(archive);

/** The files of an image, as an engine sends them that has these chunks for every path. */
function filesFrom(chunks: () => Iterable<Buffer>): Promise<ImageFiles> {
  const container = { id: "c", getArchive: async () => Readable.from(chunks()) };
  const docker = { info: async () => ({}), createContainer: async () => container };
  return ImageFiles.open(new RunScope({ docker, host: "" } as unknown as Engine), "image");
}

function* inChunksOf(size: number) {
  for (let at = 0; at < directory.length; at += size) yield directory.subarray(at, at + size);
}

test.each([100, 1_000, 100_000])(
  "a listing does not depend on how it arrives: %d bytes at once",
  async (size) => {
    const files = await filesFrom(() => inChunksOf(size));
    const listing = await files.readListing("/lib", 3_500);
    expect(listing?.complete).toBe(false);
    expect(listing?.entries.map(({ path }) => path)).toEqual(["a", "b"]);
  },
);

test("a small directory is listed as a whole", async () => {
  const files = await filesFrom(() => inChunksOf(1_000));
  const listing = await files.list("/lib");
  expect(listing?.complete).toBe(true);
  expect(listing?.entries.map(({ path }) => path)).toEqual(["a", "b", "c", "d"]);
});

test("whole files are read as far as the limit goes", async () => {
  const files = await filesFrom(() => inChunksOf(1_000));
  expect(await files.read("/lib", 3_600)).toEqual(["a".repeat(1_000), "b".repeat(1_000)]);
});

test("a connection that breaks off is an error, and not the end of a directory", async () => {
  const files = await filesFrom(function* () {
    yield directory.subarray(0, 2_048);
    throw new Error("reset");
  });
  await expect(files.list("/lib")).rejects.toThrow("reset");
});
