import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Lab } from "@shipshape/core";

import type { ClassEvent } from "../../src/class-event.ts";
import type { Grader } from "../../src/grading.ts";
import { redisGrader } from "../../src/redis/redis-grader.ts";
import { runWorker, type WorkerOptions } from "../../src/redis/run-worker.ts";
import type { WorkerEvent } from "../../src/redis/worker-event.ts";
import { fakeGrader, fakeLab, rhythm } from "./fake-grader.ts";

/** Events that were told, and that a test waits for. */
export class Told<Event extends { readonly kind: string }> {
  readonly all: Event[] = [];
  readonly #emitter = new EventEmitter();

  readonly tell = (event: Event): void => {
    this.all.push(event);
    this.#emitter.emit("event");
  };

  /** Waits for the first event, of those told before too, that is as wanted. */
  async until(wanted: (event: Event) => boolean): Promise<Event> {
    for (;;) {
      const found = this.all.find(wanted);
      if (found) return found;
      await once(this.#emitter, "event");
    }
  }
}

/** What a worker tells of its lab. */
export const lab =
  (kind: string) =>
  (event: WorkerEvent): boolean =>
    event.kind === "lab" && event.event.kind === kind;

/** A worker in this process, until it is disposed of. */
export async function startWorker(url: string, options: Partial<WorkerOptions> & { named?: string } = {}) {
  const told = new Told<WorkerEvent>();
  const stop = new AbortController();
  const ended = runWorker({
    url,
    labs: [await fakeLab()],
    graderFor: () => fakeGrader(options.named === undefined ? {} : { named: options.named }),
    engine: { version: "1", architecture: "amd64" },
    jobs: 2,
    tell: told.tell,
    signal: stop.signal,
    rhythm,
    ...options,
  });
  const end = async () => {
    stop.abort();
    await ended;
  };
  return { told, end, [Symbol.asyncDispose]: end };
}

/** A worker in a process of its own. */
export class WorkerProcess implements AsyncDisposable {
  readonly told = new Told<WorkerEvent>();
  readonly #child: ChildProcess;
  readonly ended: Promise<[status: number | null]>;

  constructor(url: string, named: string) {
    const program = join(import.meta.dirname, "worker-process.ts");
    this.#child = spawn(process.execPath, [program, url, named], { stdio: ["ignore", "pipe", "inherit"] });
    this.ended = once(this.#child, "exit") as Promise<[number | null]>;
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on("line", (line) => this.told.tell(JSON.parse(line)));
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    this.#child.kill(signal);
    return (await this.ended)[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill("SIGKILL");
  }
}

/** A grader, and what it told. */
export async function startGrader(
  url: string,
  of?: Lab,
): Promise<{ grader: Grader; told: Told<ClassEvent> } & AsyncDisposable> {
  const told = new Told<ClassEvent>();
  const grader = await redisGrader({ url, lab: of ?? (await fakeLab()), tell: told.tell, rhythm });
  let disposed = false;
  return {
    grader,
    told,
    [Symbol.asyncDispose]: async () => {
      if (!disposed) await grader[Symbol.asyncDispose]();
      disposed = true;
    },
  };
}
