import type { BuildStep, DockerfileSection } from "@shipshape/core";
import type { EngineMessage } from "@shipshape/engine";

import { decodeTrace, type Vertex } from "./buildkit-trace.ts";
import { stepLine } from "./step-line.ts";

/** How much of the failing step's output evidence keeps, in characters. */
const longestLog = 8_000;

/** BuildKit's name for the step that finds an image that the Dockerfile names. */
const metadata = "[internal] load metadata for ";

export type RanStep = { readonly step: BuildStep; readonly output: string };

/** BuildKit looks at what COPY takes each time, and at bases; only a RUN does work. */
export const didWork = (ran: readonly RanStep[]): boolean =>
  ran.some(({ step }) => /^\[[^\]]+\] RUN /.test(step.name));

/** A step of the Dockerfile's own that does work: a FROM is looked up each time. */
const workStep = /^\[(?!internal\])[^\]]+\] (?!FROM )/;

/** What BuildKit's stream has told so far. */
export class BuildLog {
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

  take(message: EngineMessage, onOutput: ((line: string) => void) | undefined): void {
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
      this.#output.set(vertex, (this.#output.get(vertex) ?? "") + written);
      onOutput?.(written.trimEnd());
    }
  }

  steps(): BuildStep[] {
    return Array.from(this.#vertexes.values())
      .filter(({ name }) => /^\[(?!internal\])/.test(name))
      .map((vertex) => this.#step(vertex));
  }

  /** The steps that were not taken from the cache, first to last, with all that they wrote. */
  ran(): RanStep[] {
    return Array.from(this.#vertexes.values())
      .filter(({ name, cached, started }) => workStep.test(name) && !cached && started !== undefined)
      .toSorted((a, b) => (a.started ?? 0) - (b.started ?? 0))
      .map((vertex) => ({ step: this.#step(vertex), output: this.#output.get(vertex.digest) ?? "" }));
  }

  /** Whether a step has written what a pattern looks for. */
  shows(pattern: RegExp): boolean {
    return this.#output.values().some((output) => pattern.test(output));
  }

  /** @param stuckAt what the step wrote that the build was stopped for, where it was */
  failure(stuckAt?: RegExp) {
    // A cancelled neighbour of the failing step has an error too.
    const vertexes = Array.from(this.#vertexes.values());
    const failed =
      vertexes.find(({ digest }) => stuckAt?.test(this.#output.get(digest) ?? "")) ??
      vertexes.find(({ error }) => error !== "" && !error.includes("context canceled")) ??
      vertexes.findLast(({ started, completed }) => started !== undefined && completed === undefined);
    return {
      steps: this.steps(),
      error: this.error || (failed?.error ?? ""),
      ...(failed && { failedStep: this.#step(failed) }),
      log: failed ? (this.#output.get(failed.digest) ?? "").slice(-longestLog) : "",
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
