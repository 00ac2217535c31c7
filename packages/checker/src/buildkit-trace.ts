import { PbfReader } from "pbf";

/** One step of a build, as far as it has come. */
export type Vertex = {
  readonly digest: string;
  readonly name: string;
  readonly cached: boolean;
  /** Milliseconds since the epoch. */
  readonly started?: number;
  readonly completed?: number;
  readonly error: string;
};

export type TraceEvent = {
  readonly vertexes: readonly Vertex[];
  readonly logs: readonly { readonly vertex: string; readonly text: Uint8Array }[];
};

/**
 * Decodes what `POST /build` streams under the id `moby.buildkit.trace`: BuildKit's `StatusResponse`
 * (api/services/control/control.proto) in protocol buffers, of which this reads steps and logs.
 */
export function decodeTrace(message: Uint8Array): TraceEvent {
  const event = { vertexes: [] as Vertex[], logs: [] as { vertex: string; text: Uint8Array }[] };
  return new PbfReader(message).readFields((tag, result, reader) => {
    if (tag === 1)
      result.vertexes.push(
        reader.readMessage(readVertex, { digest: "", name: "", cached: false, error: "" }),
      );
    if (tag === 3) result.logs.push(reader.readMessage(readLog, { vertex: "", text: new Uint8Array() }));
  }, event);
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

function readVertex(tag: number, vertex: Writable<Vertex>, reader: PbfReader): void {
  if (tag === 1) vertex.digest = reader.readString();
  if (tag === 3) vertex.name = reader.readString();
  if (tag === 4) vertex.cached = reader.readBoolean();
  if (tag === 5) vertex.started = reader.readMessage(readTimestamp, { ms: 0 }).ms;
  if (tag === 6) vertex.completed = reader.readMessage(readTimestamp, { ms: 0 }).ms;
  if (tag === 7) vertex.error = reader.readString();
}

function readLog(tag: number, log: { vertex: string; text: Uint8Array }, reader: PbfReader): void {
  if (tag === 1) log.vertex = reader.readString();
  if (tag === 4) log.text = reader.readBytes();
}

/** google.protobuf.Timestamp: seconds, then nanoseconds. */
function readTimestamp(tag: number, time: { ms: number }, reader: PbfReader): void {
  if (tag === 1) time.ms += reader.readVarint() * 1e3;
  if (tag === 2) time.ms += reader.readVarint() / 1e6;
}
