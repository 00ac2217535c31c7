import type { BuildSection, BuildStep, DockerfileSection } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";
import { labels } from "@shipshape/engine";

import { decodeTrace, type Vertex } from "./buildkit-trace.ts";
import { stepLine } from "./step-line.ts";

export type BuildRequest = {
  /** The packed context. */
  readonly archive: Buffer;
  /** A tag that no other build ever had: the image can neither be stale nor guessed. */
  readonly tag: string;
  readonly dockerfile: DockerfileSection;
  readonly limits: { readonly buildSeconds: number; readonly buildLog: number };
  readonly signal: AbortSignal;
  /** Take nothing from the engine's cache. */
  readonly fresh?: boolean;
  /** Told the newest step's name and each line of output. */
  readonly onOutput?: (line: string) => void;
};

/** How a build ended, and the id of what it made. */
export type Build = {
  readonly section: BuildSection;
  readonly imageId?: string;
  readonly missingImage?: string;
};

/** How much of the failing step's output evidence keeps, in characters. */
const longestLog = 8_000;

/**
 * Builds with BuildKit, on any engine from 20.10, through Testcontainers' own Docker client: its image builder
 * neither tells why a build failed nor ends on a bad request.
 * @throws what the engine's connection throws, and the signal's reason
 */
export async function buildImage(engine: Engine, request: BuildRequest): Promise<Build> {
  const { limits, dockerfile } = request;
  const timeout = AbortSignal.timeout(limits.buildSeconds * 1000);
  const enough = new AbortController();
  const log = new BuildLog(dockerfile);
  const startedAt = performance.now();
  try {
    const stream = await engine.docker.buildImage(request.archive as unknown as NodeJS.ReadableStream, {
      // A number, not the string "2": dockerode opens a session for that, which only secrets need.
      version: 2 as unknown as "2",
      t: request.tag,
      nocache: request.fresh ?? false,
      labels: { [labels.image]: "1" },
      abortSignal: AbortSignal.any([request.signal, timeout, enough.signal]),
    });
    for await (const message of jsonLines(stream)) {
      log.take(message, request.onOutput);
      if (log.bytes > limits.buildLog) enough.abort();
    }
  } catch (error) {
    request.signal.throwIfAborted();
    // BuildKit passes on no more than 200 KiB a second, and says so: what writes without end ends by the time.
    if (enough.signal.aborted || (timeout.aborted && log.clipped))
      return { section: { outcome: "too-much-output", ...log.failure(), limitBytes: limits.buildLog } };
    if (timeout.aborted)
      return { section: { outcome: "timed-out", ...log.failure(), limitSeconds: limits.buildSeconds } };
    if (!isBadRequest(error)) throw error;
    log.error = error.message;
  }
  const ms = Math.round(performance.now() - startedAt);
  if (log.imageId !== undefined && log.error === "")
    return { section: { outcome: "built", steps: log.steps(), ms }, imageId: log.imageId };
  if (log.error === "") throw new Error("The engine ended the build without an image or a reason.");
  const missingImage = log.missingImage();
  return { section: { outcome: "failed", ...log.failure(), ms }, ...(missingImage && { missingImage }) };
}

/** The engine refused the Dockerfile itself. */
function isBadRequest(error: unknown): error is Error {
  return error instanceof Error && "statusCode" in error && error.statusCode === 400;
}

type Message = { id?: string; aux?: unknown; error?: string; errorDetail?: { message?: string } };

async function* jsonLines(stream: NodeJS.ReadableStream): AsyncGenerator<Message> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
  }
  if (rest.trim() !== "") yield JSON.parse(rest);
}

/** BuildKit's name for the step that finds an image that the Dockerfile names. */
const metadata = "[internal] load metadata for ";

/** What BuildKit's stream has told so far. */
class BuildLog {
  imageId: string | undefined;
  error = "";
  bytes = 0;
  clipped = false;
  readonly #dockerfile: DockerfileSection;
  readonly #vertexes = new Map<string, Vertex>();
  readonly #output = new Map<string, string>();

  constructor(dockerfile: DockerfileSection) {
    this.#dockerfile = dockerfile;
  }

  take(message: Message, onOutput: ((line: string) => void) | undefined): void {
    if (message.errorDetail || message.error)
      this.error = message.errorDetail?.message ?? message.error ?? "";
    if (message.id === "moby.image.id") this.imageId = (message.aux as { ID: string }).ID;
    if (message.id !== "moby.buildkit.trace") return;
    const trace = decodeTrace(Buffer.from(message.aux as string, "base64"));
    for (const vertex of trace.vertexes) {
      if (!this.#vertexes.has(vertex.digest) && !vertex.name.startsWith("[internal]"))
        onOutput?.(vertex.name);
      this.#vertexes.set(vertex.digest, vertex);
    }
    for (const { vertex, text } of trace.logs) {
      this.bytes += text.length;
      const written = Buffer.from(text).toString();
      this.clipped ||= written.includes("[output clipped, log limit");
      this.#output.set(vertex, ((this.#output.get(vertex) ?? "") + written).slice(-longestLog));
      onOutput?.(written.trimEnd());
    }
  }

  steps(): BuildStep[] {
    return Array.from(this.#vertexes.values())
      .filter(({ name }) => /^\[(?!internal\])/.test(name))
      .map((vertex) => this.#step(vertex));
  }

  failure() {
    // A cancelled neighbour of the failing step has an error too.
    const vertexes = Array.from(this.#vertexes.values());
    const failed =
      vertexes.find(({ error }) => error !== "" && !error.includes("context canceled")) ??
      vertexes.findLast(({ started, completed }) => started !== undefined && completed === undefined);
    return {
      steps: this.steps(),
      error: this.error || (failed?.error ?? ""),
      ...(failed && { failedStep: this.#step(failed) }),
      log: failed ? (this.#output.get(failed.digest) ?? "") : "",
    };
  }

  /** The image that the build needs and could not find, by its full reference. */
  missingImage(): string | undefined {
    const failed = Array.from(this.#vertexes.values()).find(
      ({ name, error }) => error !== "" && name.startsWith(metadata),
    );
    return failed?.name.slice(metadata.length);
  }

  #step({ name, cached, started, completed }: Vertex): BuildStep {
    const line = stepLine(name, this.#dockerfile);
    return {
      name,
      ...(line !== undefined && { line }),
      cached,
      ms: Math.round((completed ?? started ?? 0) - (started ?? 0)),
    };
  }
}
