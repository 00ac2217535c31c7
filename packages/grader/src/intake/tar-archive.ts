import { createReadStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

import { largestFile } from "@shipshape/checker";
import { type FileProblem, md, type Markdown } from "@shipshape/core";
import { extract, type Header } from "tar-stream";

import { type Archive, leaveOut, type LeftOut, mostEntries, tooMany } from "./archive.ts";
import { Listing, type MemberKind } from "./listing.ts";
import { memberPath } from "./member-path.ts";
import { Refused, refusalFrom } from "./refused.ts";
import type { Wanted } from "./wanted.ts";

/** How much an archive may unpack to, in bytes: a tar has no directory, so that all of it has to be gone through. */
const mostUnpacked = 500_000_000;

/**
 * Goes through a tar file once, and keeps of it the small files that may be asked for.
 * @throws Refused where it cannot be read
 */
export async function openTar(
  path: string,
  wanted: Wanted,
  signal: AbortSignal,
  { gzip }: { readonly gzip: boolean },
): Promise<Archive> {
  const listing = new Listing();
  const leftOut: LeftOut = { count: 0, first: "" };
  const members = new Map<string, Buffer | FileProblem>();
  let entries = 0;
  const unpack = extract();
  unpack.on("entry", (header, stream, next) => {
    // The pipeline says what went wrong; each stream that was open says it again.
    stream.on("error", () => undefined);
    if (++entries > mostEntries) return next(tooMany());
    const member = memberPath(header.name);
    const kind = kindOf(header);
    if (member !== "" && (member === undefined || kind === "link" || kind === "other"))
      leaveOut(leftOut, header.name);
    if (member) listing.add(member, kind);
    const asked = member !== undefined && listing.mayBe(wanted.files, member);
    const chunks: Buffer[] = [];
    const fits = asked && kind === "file" && header.size <= largestFile;
    if (fits) stream.on("data", (chunk) => chunks.push(chunk as Buffer));
    else stream.resume();
    stream.on("end", () => {
      if (asked) members.set(member, fits ? Buffer.concat(chunks) : problemOf(kind));
      next();
    });
  });
  try {
    const file = createReadStream(path);
    if (gzip) await pipeline(file, createGunzip(), bounded(), unpack, { signal });
    else await pipeline(file, bounded(), unpack, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw refusalFrom(error, path, whatIsWrong);
  }
  return {
    listing,
    leftOut,
    read: (member) => Promise.resolve(members.get(member) ?? "missing"),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function kindOf({ type }: Header): MemberKind {
  if (type === "directory") return "folder";
  if (type === "link" || type === "symlink") return "link";
  return type === "file" || type === "contiguous-file" ? "file" : "other";
}

function problemOf(kind: MemberKind): FileProblem {
  if (kind === "link") return "link";
  return kind === "file" ? "too-large" : "not-a-file";
}

/** Ends a stream that unpacks to more than any learner's work. */
function bounded(): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= mostUnpacked) done(null, chunk);
      else
        done(
          new Refused(
            md`It unpacks to more than ${mostUnpacked / 1e6} MB: ask for it without what is not the learner's own work.`,
          ),
        );
    },
  });
}

/** From the messages of zlib and tar-stream. */
function whatIsWrong(message: string): Markdown {
  if (/unexpected end of (?:file|data)/i.test(message))
    return md`The archive ends in the middle: ask for it again.`;
  if (/invalid tar header/i.test(message))
    return md`It is no tar archive: ask for it again, as a zip or tar file.`;
  return md`The archive is damaged (${message}): ask for it again.`;
}
