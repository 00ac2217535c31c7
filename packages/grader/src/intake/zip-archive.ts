import { crc32 } from "node:zlib";

import { largestFile } from "@shipshape/checker";
import { type FileProblem, md, type Markdown } from "@shipshape/core";
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, type ZipFile } from "yauzl";

import { type Archive, leaveOut, type LeftOut, mostEntries, tooMany } from "./archive.ts";
import { Listing, type MemberKind } from "./listing.ts";
import { memberPath } from "./member-path.ts";
import { Refused, refusalFrom } from "./refused.ts";
import type { Wanted } from "./wanted.ts";
import { ZipBytes } from "./zip-bytes.ts";

/**
 * Opens a zip file. Its directory is read once; of its files only those that are asked for, each in bounded size, so
 * that neither a bomb nor entries that overlap cost anything.
 * @throws Refused where it cannot be read
 */
export async function openZip(path: string, wanted: Wanted, signal: AbortSignal): Promise<Archive> {
  const refusal = (error: unknown) => refusalFrom(error, path, whatIsWrong);
  const zip = await openDirectory(path).catch((error: unknown) => {
    throw refusal(error);
  });
  // Closing may fail when all has been read.
  zip.on("error", () => undefined);
  try {
    const { listing, leftOut, members } = await readDirectory(zip, wanted, signal);
    return {
      listing,
      leftOut,
      read: (member) =>
        readMember(zip, members.get(member) ?? "missing").catch((error: unknown) => {
          throw refusal(error);
        }),
      [Symbol.asyncDispose]: () => {
        zip.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    zip.close();
    signal.throwIfAborted();
    throw refusal(error);
  }
}

async function openDirectory(path: string): Promise<ZipFile> {
  const bytes = await ZipBytes.open(path);
  try {
    return await fromRandomAccessReaderPromise(bytes, bytes.size, { autoClose: false, decodeStrings: false });
  } catch (error) {
    bytes.close(() => undefined);
    throw error;
  }
}

async function readDirectory(zip: ZipFile, wanted: Wanted, signal: AbortSignal) {
  if (zip.entryCount > mostEntries) throw tooMany();
  const listing = new Listing();
  const leftOut: LeftOut = { count: 0, first: "" };
  const members = new Map<string, Entry | FileProblem>();
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted();
    const name = nameOf(entry);
    const path = memberPath(name);
    const kind = kindOf(entry, name);
    if (path === "") continue;
    if (path === undefined || kind === "link" || kind === "other") leaveOut(leftOut, name);
    if (path === undefined) continue;
    listing.add(path, kind);
    if (listing.mayBe(wanted.files, path))
      members.set(path, kind === "file" ? entry : kind === "link" ? "link" : "not-a-file");
  }
  return { listing, leftOut, members };
}

/** Names in no known encoding are read as far as they can be. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  return getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
}

/** The file types of POSIX's `st_mode`, which Unix and macOS (3 and 19 in "version made by") write. */
function kindOf({ versionMadeBy, externalFileAttributes }: Entry, name: string): MemberKind {
  const type = [3, 19].includes(versionMadeBy >>> 8) ? (externalFileAttributes >>> 16) & 0o170000 : 0;
  if (type === 0o120000) return "link";
  if (type === 0o040000 || name.endsWith("/")) return "folder";
  return type === 0 || type === 0o100000 ? "file" : "other";
}

async function readMember(zip: ZipFile, entry: Entry | FileProblem): Promise<Buffer | FileProblem> {
  if (typeof entry === "string") return entry;
  if (entry.isEncrypted()) throw new Refused(needsPassword());
  if (!entry.canDecodeFileData())
    throw new Refused(
      md`It is packed in a way that is not read here (method ${entry.compressionMethod}): ask for it as a plain zip file.`,
    );
  if (entry.uncompressedSize > largestFile) return "too-large";
  const chunks: Buffer[] = [];
  // A stream that gives more than the directory says fails.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  if (crc32(content) !== entry.crc32) throw new Refused(damaged("CRC-32"));
  return content;
}

const needsPassword = (): Markdown => md`It needs a password: ask for it again without one.`;

const damaged = (message: string): Markdown => md`The archive is damaged (${message}): ask for it again.`;

/** From the messages of yauzl, which has no codes. */
function whatIsWrong(message: string): Markdown {
  if (/encrypt/i.test(message)) return needsPassword();
  if (/end of central directory record signature not found|unexpected eof/i.test(message))
    return md`The archive ends in the middle: ask for it again.`;
  return damaged(message);
}
