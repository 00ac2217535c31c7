import { expect, test } from "vitest";

import { decodePacket, encodePacket, listFiles, type Packet, sendFiles } from "../../src/session/fsutil.ts";

/** Made up, so that it is seen where it goes. */
const timeOf = (content: Buffer) => content.length * 1000;

const contextOf = (...paths: string[]) => new Map(paths.map((path) => [path, Buffer.from(path)]));

async function* packets(...all: Packet[]) {
  yield* all;
}

async function sent(...received: Packet[]): Promise<Packet[]> {
  return Array.fromAsync(sendFiles(contextOf("b/c", "a"), timeOf, packets(...received)));
}

test("files are listed by name, with the folders above them, and what is in a folder right behind it", () => {
  const listed = listFiles(contextOf("a-b", "a/c", "a.txt", "a/b/c", "B"), timeOf).map(({ path }) => path);
  expect(listed).toEqual(["B", "a", "a/b", "a/b/c", "a/c", "a-b", "a.txt"]);
});

test("a folder has Go's bit for folders, and a file the time of its content", () => {
  expect(listFiles(contextOf("a/b"), timeOf)).toEqual([
    { path: "a", mode: 0x800001ed, size: 0, modified: 0 },
    { path: "a/b", mode: 0o644, size: 3, modified: 3000 },
  ]);
});

test("a copy is the list, the files that are asked for by their places in it, and an end", async () => {
  const stats = listFiles(contextOf("b/c", "a"), timeOf).map((stat) => ({ type: "stat", stat }));
  expect(await sent({ type: "request", id: 2 }, { type: "finish" })).toEqual([
    ...stats,
    { type: "stat" },
    { type: "data", id: 2, data: Buffer.from("b/c") },
    { type: "data", id: 2 },
    { type: "finish" },
  ]);
});

test("what the receiver cannot do ends the copy", async () => {
  await expect(sent({ type: "error", data: Buffer.from("no space") })).rejects.toThrow("no space");
  await expect(sent({ type: "request", id: 7 })).rejects.toThrow("file 7");
});

test("packets are those of types/wire.proto", () => {
  const stat = { path: "a", mode: 0x800001ed, size: 300, modified: 300 };
  expect(Buffer.from(encodePacket({ type: "stat", stat })).toString("hex")).toBe(
    "0800120f0a016110ed8380800828ac0230ac02",
  );
  expect(Buffer.from(encodePacket({ type: "data", id: 3, data: Buffer.from("hi") })).toString("hex")).toBe(
    "0802180322026869",
  );
  expect(decodePacket(Buffer.from("08011805", "hex"))).toEqual({ type: "request", id: 5 });
  expect(decodePacket(Buffer.from("0801", "hex"))).toEqual({ type: "request", id: 0 });
  expect(decodePacket(Buffer.from("0803", "hex"))).toEqual({ type: "finish" });
  expect(() => decodePacket(Buffer.from("0809", "hex"))).toThrow("type 9");
});
