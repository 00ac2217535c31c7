import type { IncomingHttpHeaders, ServerHttp2Stream } from "node:http2";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A call of one of our methods: what came along with it, and its messages. */
export type Call = {
  /** Each key's values, in order. */
  readonly metadata: ReadonlyMap<string, readonly string[]>;
  readonly messages: AsyncIterable<Uint8Array>;
};

/** Answers a call with messages; what it throws ends the call as failed. */
export type Method = (call: Call) => AsyncIterable<Uint8Array>;

/** Methods by path, such as `/grpc.health.v1.Health/Check`. */
export type Services = Readonly<Record<string, Method>>;

/** Codes of google.golang.org/grpc/codes. */
const ok = "0";
const unimplemented = "12";
const internal = "13";

/**
 * Serves one call of gRPC over HTTP/2.
 * @returns what went wrong on our side, where something did
 */
export async function serveCall(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
  services: Services,
): Promise<Error | undefined> {
  const method = services[headers[":path"] ?? ""];
  let failure: Error | undefined;
  // The status comes behind the messages, when all of them are written.
  stream.once("wantTrailers", () => {
    const status = !method ? unimplemented : failure ? internal : ok;
    stream.sendTrailers({
      "grpc-status": status,
      "grpc-message": encodeURIComponent(failure?.message ?? ""),
    });
  });
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  const answer = async function* () {
    try {
      if (method)
        for await (const message of method({
          metadata: readMetadata(rawHeaders),
          // A method that has heard enough still has its answer to give.
          messages: readMessages(stream.iterator({ destroyOnReturn: false })),
        }))
          yield frame(message);
    } catch (error) {
      failure = asError(error);
    }
  };
  try {
    await pipeline(Readable.from(answer()), stream);
  } catch (error) {
    // A caller may hang up when it has what it wants, or when its build is over.
    if (!stream.aborted && !stream.destroyed) failure ??= asError(error);
  }
  return failure;
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** A message goes behind a byte that says whether it is compressed, which none of ours is, and its length. */
export function frame(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The messages in a stream of bytes, however it is cut. */
export async function* readMessages(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const bytes of stream) {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      if (rest[0] !== 0) throw new Error("The engine sent a compressed message, which it was not offered.");
      yield rest.subarray(5, end);
      rest = rest.subarray(end);
    }
  }
}

/**
 * Reads metadata from headers in which a key stands once for each of its values. BuildKit escapes a list in which
 * one value is not ASCII, and says so under the key with `-encoded` behind it; before 0.11 it sent UTF-8 as it was.
 */
export function readMetadata(rawHeaders: readonly string[]): Map<string, string[]> {
  const metadata = new Map<string, string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const key = rawHeaders[at] as string;
    metadata.set(key, [...(metadata.get(key) ?? []), utf8(rawHeaders[at + 1] as string)]);
  }
  for (const [key, values] of metadata)
    if (metadata.get(`${key}-encoded`)?.[0] === "1") metadata.set(key, values.map(queryUnescape));
  return metadata;
}

/** Node reads a header's bytes as Latin-1. */
const utf8 = (header: string) => Buffer.from(header, "latin1").toString();

/** As Go's `url.QueryUnescape`. */
const queryUnescape = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
