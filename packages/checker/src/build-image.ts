import type { BuildSection, DockerfileSection } from "@shipshape/core";
import { type Engine, jsonLines, labels } from "@shipshape/engine";

import { BuildLog } from "./build-log.ts";

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
