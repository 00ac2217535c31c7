import { describe, expect, test } from "vitest";

import { frame, readMessages, readMetadata } from "../../src/session/grpc.ts";

async function* cut(bytes: Buffer, length: number) {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

describe("messages", () => {
  test.each([1, 4, 7, 1000])("are read from a stream that is cut every %i bytes", async (length) => {
    const bytes = Buffer.concat(["", "one", "another"].map((text) => frame(Buffer.from(text))));
    const read = await Array.fromAsync(readMessages(cut(bytes, length)), String);
    expect(read).toEqual(["", "one", "another"]);
  });

  test("may not be compressed", async () => {
    const bytes = frame(Buffer.from("x"));
    bytes[0] = 1;
    await expect(Array.fromAsync(readMessages(cut(bytes, 10)))).rejects.toThrow("compressed");
  });
});

describe("metadata", () => {
  test("has all values of a key, in order", () => {
    const metadata = readMetadata([
      "exclude-patterns",
      "*.log",
      "dir-name",
      "context",
      "exclude-patterns",
      "!a, b",
    ]);
    expect(metadata.get("exclude-patterns")).toEqual(["*.log", "!a, b"]);
  });

  test("is unescaped where BuildKit says that it escaped it", () => {
    const raw = [
      "followpaths",
      "%C3%BC+b%2Bc",
      "followpaths",
      "a",
      "followpaths-encoded",
      "1",
      "dir-name",
      "a%20b",
    ];
    const metadata = readMetadata(raw);
    expect(metadata.get("followpaths")).toEqual(["ü b+c", "a"]);
    expect(metadata.get("dir-name")).toEqual(["a%20b"]);
  });

  test("may be UTF-8 as it is", () => {
    expect(readMetadata(["followpaths", Buffer.from("ü").toString("latin1")]).get("followpaths")).toEqual([
      "ü",
    ]);
  });
});
