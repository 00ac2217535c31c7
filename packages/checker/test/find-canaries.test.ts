import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";

import { pack } from "tar-stream";
import { describe, expect, test } from "vitest";

import { parseDockerfile } from "../src/dockerfile.ts";
import { findCanaries } from "../src/find-canaries.ts";
import { readArchive } from "../src/image-archive.ts";

const nonce = `shipshape-canary-${"0a".repeat(16)}`;
const canaries = new Map([[nonce, ".env"]]);
const secret = `# ${nonce}\n`;

/** Files by path; a path that ends in a slash is a folder. */
async function tar(files: Record<string, string | Buffer>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files))
    if (name.endsWith("/")) archive.entry({ name, type: "directory" });
    else archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}

const dockerfile = parseDockerfile("FROM a:1\nCOPY . /app\nENV A=b\nRUN rm -r /app\n");
const history = [
  { created_by: "base" },
  { created_by: "COPY . /app # buildkit" },
  { created_by: "ENV A=b", empty_layer: true },
  { created_by: "RUN /bin/sh -c rm -r /app # buildkit" },
];

type Files = Record<string, string | Buffer>;

/** What is found in an image of three layers, as it is saved in one stream. */
async function found(
  copied: Files,
  then: Files = {},
  base: Files = { "bin/sh": "#!" },
  squeeze = (it: Buffer) => it,
) {
  const saved = await tar({
    "layer-3": squeeze(await tar({ "tmp/": "", ...then })),
    "layer-1": squeeze(await tar(base)),
    "config.json": JSON.stringify({ history }),
    VERSION: "1.0",
    "layer-2": squeeze(await tar({ "app/": "", ...copied })),
    "manifest.json": JSON.stringify([{ Config: "config.json", Layers: ["layer-1", "layer-2", "layer-3"] }]),
  });
  return findCanaries((readLayer) => readArchive(Readable.from([saved]), readLayer), 1, canaries, dockerfile);
}

const copy = { canary: ".env", bytes: secret.length, instruction: "COPY . /app", line: 2 };

describe("a canary in a layer", () => {
  test("is found with the instruction and the line that copied it", async () => {
    expect(await found({ "app/.env": secret })).toEqual([{ ...copy, path: "/app/.env", deleted: false }]);
  });

  test("is found in a compressed layer", async () => {
    expect(await found({ "app/.env": secret }, {}, {}, gzipSync)).toHaveLength(1);
  });

  test("is found under another name, and within another file", async () => {
    const other = Buffer.concat([Buffer.alloc(70_000, "x"), Buffer.from(secret)]);
    expect(await found({ "app/notes": other })).toEqual([
      { ...copy, bytes: other.length, path: "/app/notes", deleted: false },
    ]);
  });

  test("is found across the edges of what arrives at once", async () => {
    for (let before = 65_480; before < 65_540; before += 7)
      expect(await found({ "app/x": "y".repeat(before) + secret })).toHaveLength(1);
  });

  test("is not the nonce of another submission, nor the beginning of one", async () => {
    expect(await found({ a: `shipshape-canary-${"0b".repeat(16)}`, b: nonce.slice(0, -1) })).toEqual([]);
  });

  test("is not looked for in the base", async () => {
    expect(await found({}, {}, { ".env": secret })).toEqual([]);
  });

  test.each([
    ["takes it away", { "app/.wh..env": "" }],
    ["takes its folder away", { ".wh.app": "" }],
    ["makes its folder anew", { "app/.wh..wh..opq": "" }],
    ["puts another file in its place", { "app/.env": "nothing" }],
    ["puts a file in its folder's place", { app: "nothing" }],
  ])("is deleted where a later layer %s", async (_, then) => {
    expect(await found({ "app/.env": secret }, then)).toEqual([
      { ...copy, path: "/app/.env", deleted: true },
    ]);
  });

  test.each([
    ["takes another file away", { "app/.wh..envrc": "", "other/.wh..wh..opq": "" }],
    ["writes into its folder", { "app/": "", "app/other": "" }],
  ])("is still there where a later layer %s", async (_, then) => {
    expect(await found({ "app/.env": secret }, then)).toMatchObject([{ deleted: false }]);
  });

  test("is in two layers where a later one writes it again", async () => {
    expect(await found({ "app/.env": secret }, { "app/.env": secret })).toMatchObject([
      { line: 2, deleted: false },
      { line: 4, deleted: false },
    ]);
  });
});

test("a layer that begins with a file whose name looks like JSON is a layer", async () => {
  const saved = await tar({
    l: await tar({ "{}": secret }),
    c: JSON.stringify({ history: [{ created_by: "COPY . /app" }] }),
    "manifest.json": JSON.stringify([{ Config: "c", Layers: ["l"] }]),
  });
  const read = await findCanaries(
    (readLayer) => readArchive(Readable.from([saved]), readLayer),
    0,
    canaries,
    dockerfile,
  );
  expect(read.map(({ path }) => path)).toEqual(["/{}"]);
});
