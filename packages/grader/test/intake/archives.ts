import { gzipSync } from "node:zlib";

import { type Header, pack } from "tar-stream";
import { ZipFile } from "yazl";

/** Files of an archive, by path; what ends in a slash is a folder. */
export type Files = Readonly<Record<string, string | Buffer>>;

type ZipOptions = { readonly modes?: Readonly<Record<string, number>> };

export async function zipOf(files: Files, { modes = {} }: ZipOptions = {}): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(files))
    if (path.endsWith("/")) zip.addEmptyDirectory(path);
    else zip.addBuffer(Buffer.from(content), path, { mode: modes[path] ?? 0o100644 });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

type TarEntry = Partial<Header> & Pick<Header, "name"> & { readonly content?: string | Buffer };

export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = "", ...header } of entries)
    if (header.type === undefined || header.type === "file") tar.entry(header, content);
    else tar.entry(header);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

export const tarOfFiles = (files: Files): Promise<Buffer> =>
  tarOf(Object.entries(files).map(([name, content]) => ({ name, content })));

export const tgzOf = async (files: Files): Promise<Buffer> => gzipSync(await tarOfFiles(files));

/** Puts one name in the place of another of the same length, wherever an archive says it. */
export function renamed(archive: Buffer, from: string, to: string): Buffer {
  if (Buffer.byteLength(from) !== Buffer.byteLength(to)) throw new Error("The names differ in length.");
  return Buffer.from(
    archive.toString("latin1").replaceAll(from, Buffer.from(to).toString("latin1")),
    "latin1",
  );
}

/** Sets a bit of the flags of each entry of a zip file: bit 0 says that it is encrypted. */
export function withFlag(zip: Buffer, bit: number): Buffer {
  const changed = Buffer.from(zip);
  for (const [mark, at] of [
    ["PK\u0001\u0002", 8],
    ["PK\u0003\u0004", 6],
  ] as const)
    for (let found = changed.indexOf(mark); found >= 0; found = changed.indexOf(mark, found + 1))
      changed.writeUInt16LE(changed.readUInt16LE(found + at) | (1 << bit), found + at);
  return changed;
}

/** A zip file of empty files, which may be more than 65,535: made in no time, and in the zip64 form. */
export function zipOfEmptyFiles(names: readonly string[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const local = Buffer.alloc(30 + name.length);
    local.write("PK\u0003\u0004", 0, "latin1");
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30, "latin1");
    const central = Buffer.alloc(46 + name.length);
    central.write("PK\u0001\u0002", 0, "latin1");
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    central.write(name, 46, "latin1");
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const start = BigInt(offset);
  const bytes = BigInt(directory.reduce((sum, { length }) => sum + length, 0));
  const end = Buffer.alloc(56 + 20 + 22);
  end.write("PK\u0006\u0006", 0, "latin1");
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(names.length), 24);
  end.writeBigUInt64LE(BigInt(names.length), 32);
  end.writeBigUInt64LE(bytes, 40);
  end.writeBigUInt64LE(start, 48);
  end.write("PK\u0006\u0007", 56, "latin1");
  end.writeBigUInt64LE(start + bytes, 64);
  end.writeUInt32LE(1, 72);
  end.write("PK\u0005\u0006", 76, "latin1");
  end.fill(0xff, 84, 96);
  return Buffer.concat([...locals, ...directory, end]);
}

/** Has a zip file say that the end of its directory, as files beyond 4 GB have one, lies at another byte. */
export function withDirectoryAt(zip: Buffer, at: bigint): Buffer {
  const locator = Buffer.alloc(20);
  locator.write("PK\u0006\u0007", "latin1");
  locator.writeBigUInt64LE(at, 8);
  locator.writeUInt32LE(1, 16);
  const end = zip.lastIndexOf("PK\u0005\u0006");
  return Buffer.concat([zip.subarray(0, end), locator, zip.subarray(end)]);
}
