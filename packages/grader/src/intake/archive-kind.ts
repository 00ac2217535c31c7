import { open } from "node:fs/promises";

/** `foreign`: an archive of a kind that is not read here. `none`: no archive at all. */
export type ArchiveKind = "zip" | "tar" | "gzip" | "foreign" | "none";

const marks: readonly (readonly [kind: ArchiveKind, at: number, mark: Buffer])[] = [
  ["zip", 0, Buffer.from("PK\u0003\u0004")],
  // A zip of nothing.
  ["zip", 0, Buffer.from("PK\u0005\u0006")],
  ["gzip", 0, Buffer.from([0x1f, 0x8b])],
  ["tar", 257, Buffer.from("ustar")],
  ["foreign", 0, Buffer.from("Rar!")],
  ["foreign", 0, Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ["foreign", 0, Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00])],
  ["foreign", 0, Buffer.from("BZh")],
  ["foreign", 0, Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
];

/** Recognises an archive by its first bytes. A tar from before POSIX has no mark, so that its name has to do. */
export async function archiveKind(path: string): Promise<ArchiveKind> {
  await using file = await open(path, "r");
  const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
  const head = buffer.subarray(0, bytesRead);
  const found = marks.find(([, at, mark]) => head.subarray(at, at + mark.length).equals(mark));
  if (found) return found[0];
  return /\.tar$/i.test(path) && bytesRead === 512 ? "tar" : "none";
}

const suffixes = /\.(?:zip|tar|tgz|tar\.(?:gz|bz2|xz|zst)|tbz2?|txz|rar|7z|gz)$/i;

export const isArchiveName = (name: string): boolean => suffixes.test(name);

export const withoutArchiveSuffix = (name: string): string => name.replace(suffixes, "");

/** Documents and programs that are zip files inside. */
export const isDocumentName = (name: string): boolean =>
  /\.(?:docx|xlsx|pptx|odt|ods|odp|epub|jar|war|apk|whl|ipa|pages|numbers|key)$/i.test(name);
