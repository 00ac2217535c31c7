import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

import type { Engine } from "@shipshape/engine";
import { type Extract, pack } from "tar-stream";
import { describe, expect, test } from "vitest";

import { readArchive, readImage } from "../src/image-archive.ts";

async function tar(name: string, content: Buffer): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}

const layer = gzipSync(await tar("app.py", Buffer.alloc(100_000, "x")));
const saved = await tar("layer", layer);
const corrupt = await tar("layer", Buffer.concat([layer.subarray(0, -8), Buffer.alloc(8, 1)]));

/** Reads a layer to its end. */
const readThrough = async (entries: Extract) => {
  for await (const entry of entries) entry.resume();
};

/** An engine whose images are all saved so. */
const engineWith = (image: Readable) =>
  ({ docker: { getImage: () => ({ get: async () => image }) } }) as unknown as Engine;

/** What was rejected and not caught would fail the whole run. */
describe("an image that cannot be read to its end", () => {
  test.each([
    ["is cut off", () => [saved.subarray(0, 400)], "Unexpected end of data"],
    ["has no manifest", () => [saved], "The engine saved an image without a manifest."],
    ["has a layer that cannot be unpacked", () => [corrupt], "incorrect"],
    [
      "breaks off",
      function* () {
        yield saved.subarray(0, 600);
        throw new Error("reset");
      },
      "reset",
    ],
  ])("is an error where it %s", async (_, chunks, message) => {
    await expect(readArchive(Readable.from(chunks()), readThrough)).rejects.toThrow(message);
  });

  test("is let go of with its signal", async () => {
    const stopping = new AbortController();
    const endless = new Readable({
      read() {
        stopping.abort(new Error("enough"));
      },
    });
    await expect(readImage(engineWith(endless), "id", readThrough, stopping.signal)).rejects.toThrow(
      "enough",
    );
    expect(endless.destroyed).toBe(true);
  });
});
