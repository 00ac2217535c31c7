import type { Context } from "../build-context.ts";
import { matchPatterns } from "../ignore-patterns.ts";
import { decodePacket, encodePacket, sendFiles, type TimeOf } from "./fsutil.ts";
import type { Method, Services } from "./grpc.ts";

/** What BuildKit asks for of a folder, in the words of its `FileSync` service. */
export type FileRequest = {
  /** `dockerfile` or `context`. */
  readonly folder: string;
  /** Patterns of an ignore file, which the engine has read for itself. */
  readonly excluded: readonly string[];
  /** The paths and patterns that instructions name; none, where all of the folder is wanted. */
  readonly wanted: readonly string[];
};

/**
 * BuildKit's service for folders of its client's (session/filesync/filesync.proto).
 * @param onRequest told each request, and the files that answer it
 */
export function fileSync(
  folders: Readonly<Record<string, Context>>,
  timeOf: TimeOf,
  onRequest: (request: FileRequest, files: Context) => void,
): Services {
  const diffCopy: Method = async function* ({ metadata, messages }) {
    const request = {
      folder: metadata.get("dir-name")?.[0] ?? "",
      excluded: metadata.get("exclude-patterns") ?? [],
      wanted: [...(metadata.get("include-patterns") ?? []), ...(metadata.get("followpaths") ?? [])],
    };
    const folder = folders[request.folder];
    if (!folder)
      throw new Error(`The engine asked for a folder ${request.folder}, which it was not offered.`);
    const files = selectFiles(folder, request);
    onRequest(request, files);
    for await (const packet of sendFiles(files, timeOf, received(messages))) yield encodePacket(packet);
  };
  return { "/moby.filesync.v1.FileSync/DiffCopy": diffCopy };
}

async function* received(messages: AsyncIterable<Uint8Array>) {
  for await (const message of messages) yield decodePacket(message);
}

/**
 * The files that a request is for. Both kinds of pattern are of one language, in which a folder stands for all that
 * is in it. Our contexts have no links, which BuildKit would have followed here.
 */
export function selectFiles(folder: Context, { excluded, wanted }: Omit<FileRequest, "folder">): Context {
  const isExcluded = matchPatterns(excluded);
  const isWanted = wanted.length > 0 && !wanted.includes(".") ? matchPatterns(wanted) : () => true;
  return new Map(Array.from(folder).filter(([path]) => isWanted(path) && !isExcluded(path)));
}
