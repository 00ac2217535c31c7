import type { BuildSection, DockerfileSection } from "@shipshape/core";
import { boundSteps, type Engine, jsonLines, labels } from "@shipshape/engine";

import type { Context } from "./build-context.ts";
import { BuildLog, type RanStep } from "./build-log.ts";
import { tookTheDisk, watchDisk } from "./disk-watch.ts";
import { type ContextOffer, offerContext } from "./offer-context.ts";

export type BuildRequest = {
  /** All that stands in the folder: BuildKit leaves out what an ignore file says, and asks for what it needs. */
  readonly context: Context;
  /** A tag that no other build ever had: the image can neither be stale nor guessed. */
  readonly tag: string;
  readonly dockerfile: DockerfileSection;
  readonly limits: { readonly buildSeconds: number; readonly buildLog: number };
  readonly signal: AbortSignal;
  /** Take nothing from the engine's cache. */
  readonly fresh?: boolean;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Output that no step comes back from: the build is stopped, as failed, as soon as one writes it. */
  readonly hopeless?: RegExp;
  /** Told the newest step's name and each line of output. */
  readonly onOutput?: (line: string) => void;
};

/** How a build ended, and the id of what it made. */
export type Build = {
  readonly section: BuildSection;
  /** What the build asked for of the context, beside the Dockerfile and the ignore file that it reads by itself. */
  readonly asked: Context;
  /** The steps that were not taken from the cache. */
  readonly ran: readonly RanStep[];
  readonly imageId?: string;
  readonly missingImage?: string;
};

/**
 * Builds with BuildKit, on any engine from 20.10, through Testcontainers' own Docker client: its image builder
 * neither tells why a build failed nor ends on a bad request, and filters no context as Docker does.
 * @throws what the engine's connection and the build's session throw, and the signal's reason
 */
export async function buildImage(engine: Engine, request: BuildRequest): Promise<Build> {
  const log = new BuildLog(request.dockerfile);
  await using offer = await offerContext(engine, request.context);
  const end = await build(engine, request, offer, log);
  return { ...end, asked: offer.asked, ran: log.ran() };
}

async function build(
  engine: Engine,
  request: BuildRequest,
  offer: ContextOffer,
  log: BuildLog,
): Promise<Omit<Build, "ran" | "asked">> {
  const { limits, hopeless } = request;
  const timeout = AbortSignal.timeout(limits.buildSeconds * 1000);
  const enough = new AbortController();
  const stuck = new AbortController();
  using _ = boundSteps(engine);
  using disk = watchDisk(engine);
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const fromSession = { session: offer.session, remote: "client-session" };
    const nothing = Buffer.alloc(0) as unknown as NodeJS.ReadableStream;
    const stream = await engine.docker.buildImage(nothing, {
      // A number, not the string "2": dockerode opens a session for that, with credentials and no files.
      version: 2 as unknown as "2",
      ...fromSession,
      t: request.tag,
      nocache: request.fresh ?? false,
      buildargs: request.buildArgs ?? {},
      labels: { [labels.image]: "1" },
      abortSignal: AbortSignal.any([request.signal, timeout, enough.signal, stuck.signal, disk.taken]),
    });
    for await (const message of jsonLines(stream)) {
      log.take(message, request.onOutput);
      if (log.bytes > limits.buildLog) enough.abort();
      if (hopeless && log.shows(hopeless)) stuck.abort();
    }
  } catch (error) {
    request.signal.throwIfAborted();
    if (stuck.signal.aborted)
      return { section: { outcome: "failed", ...log.failure(hopeless), ms: elapsed() } };
    if (disk.taken.aborted) {
      const failure = log.failure();
      const said = `${failure.log}\n${tookTheDisk}`.trim();
      return { section: { outcome: "failed", ...failure, error: tookTheDisk, log: said, ms: elapsed() } };
    }
    // BuildKit passes on no more than 200 KiB a second, and says so: what writes without end ends by the time.
    if (enough.signal.aborted || (timeout.aborted && log.clipped))
      return { section: { outcome: "too-much-output", ...log.failure(), limitBytes: limits.buildLog } };
    if (timeout.aborted)
      return { section: { outcome: "timed-out", ...log.failure(), limitSeconds: limits.buildSeconds } };
    if (!isBadRequest(error)) throw error;
    log.error = error.message;
  }
  // What was cut off on our side says nothing of the submission.
  offer.throwIfFailed();
  const ms = elapsed();
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
