import { PbfReader, PbfWriter } from "pbf";

import type { Context } from "../build-context.ts";

/** A message of fsutil's (types/wire.proto), by which BuildKit copies a folder from its client. */
export type Packet =
  | { readonly type: "stat"; readonly stat?: Stat }
  | { readonly type: "request"; readonly id: number }
  | { readonly type: "data"; readonly id: number; readonly data?: Uint8Array }
  | { readonly type: "finish" }
  | { readonly type: "error"; readonly data?: Uint8Array };

type Stat = {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  /** In ns since 1970. */
  readonly modified: number;
};

/** When a file with some content was changed, in ns since 1970. A receiver takes size and time for the content. */
export type TimeOf = (content: Buffer) => number;

/** By their numbers in the protocol. */
const types = ["stat", "request", "data", "finish", "error"] as const;

/** How much of a file goes into one packet: gRPC takes no message above 4 MiB. */
const chunk = 1 << 20;

/** Go's `os.FileMode`, whose bit for a folder is not that of Unix. */
const folderMode = 0x8000_0000 + 0o755;
const fileMode = 0o644;

export function encodePacket(packet: Packet): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, types.indexOf(packet.type));
  if (packet.type === "stat" && packet.stat) writer.writeMessage(2, writeStat, packet.stat);
  if ("id" in packet) writer.writeVarintField(3, packet.id);
  if ("data" in packet && packet.data) writer.writeBytesField(4, packet.data);
  return writer.finish();
}

/** Owner and group are zero, whoever has the files here. */
function writeStat({ path, mode, size, modified }: Stat, writer: PbfWriter): void {
  writer.writeStringField(1, path);
  writer.writeVarintField(2, mode);
  writer.writeVarintField(5, size);
  writer.writeVarintField(6, modified);
}

/** @throws on a message that a receiver of files does not send */
export function decodePacket(message: Uint8Array): Packet {
  const fields: Fields = { type: 0, id: 0 };
  const { type, id, data } = new PbfReader(message).readFields(readField, fields);
  const name = types[type];
  if (name === "request") return { type: name, id };
  if (name === "finish") return { type: name };
  if (name === "error") return { type: name, ...(data && { data }) };
  throw new Error(`The engine sent a packet of type ${type}, which a receiver of files does not send.`);
}

type Fields = { type: number; id: number; data?: Uint8Array };

function readField(tag: number, fields: Fields, reader: PbfReader): void {
  if (tag === 1) fields.type = reader.readVarint();
  if (tag === 3) fields.id = reader.readVarint();
  if (tag === 4) fields.data = reader.readBytes();
}

/**
 * The sender's side of a copy: what there is, then the content of each file that the receiver asks for by its
 * place in that list, until it has all that it wants.
 * @throws what the receiver says went wrong
 */
export async function* sendFiles(
  files: Context,
  timeOf: TimeOf,
  received: AsyncIterable<Packet>,
): AsyncGenerator<Packet> {
  const stats = listFiles(files, timeOf);
  for (const stat of stats) yield { type: "stat", stat };
  yield { type: "stat" };
  for await (const packet of received) {
    if (packet.type === "error") throw new Error(Buffer.from(packet.data ?? []).toString());
    if (packet.type === "request") yield* sendContent(packet.id, files.get(stats[packet.id]?.path ?? ""));
    if (packet.type === "finish") return yield { type: "finish" };
  }
}

function* sendContent(id: number, content: Buffer | undefined): Generator<Packet> {
  if (!content) throw new Error(`The engine asked for file ${id}, which it was not offered.`);
  for (let at = 0; at < content.length; at += chunk)
    yield { type: "data", id, data: content.subarray(at, at + chunk) };
  yield { type: "data", id };
}

/** Files with the folders above them, in the order that the receiver insists on: by name, folder by folder. */
export function listFiles(files: Context, timeOf: TimeOf): Stat[] {
  const folders = new Set(Array.from(files.keys()).flatMap(foldersAbove));
  return [
    ...Array.from(folders, (path) => ({ path, mode: folderMode, size: 0, modified: 0 })),
    ...Array.from(files, ([path, content]) => ({
      path,
      mode: fileMode,
      size: content.length,
      modified: timeOf(content),
    })),
  ].toSorted((a, b) => Buffer.compare(sortKey(a.path), sortKey(b.path)));
}

function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The slash sorts before all else, so that what is in a folder comes right behind it. */
const sortKey = (path: string) => Buffer.from(path.replaceAll("/", "\0"));
