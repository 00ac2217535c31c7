import { hostname } from "node:os";

import { RunScope } from "@shipshape/checker";
import { sayIn, ShipshapeError } from "@shipshape/core";
import { readCourse } from "@shipshape/course";
import { openEngine } from "@shipshape/engine";
import { Floor, localGrader } from "@shipshape/grader";
import { type LabEvent, runWorker, type WorkerEvent } from "@shipshape/grader/redis";

import { untilInterrupted } from "../failure.ts";
import { currentLanguage } from "../language.ts";
import { plainProgress } from "../plain-progress.ts";
import { keepHeapSmall } from "../small-heap.ts";

type WorkerOptions = { readonly redis: string; readonly jobs: number };

/** `shipshape worker --redis URL`: takes nothing more at the first signal, and ends at once at the second. */
export async function worker({ redis, jobs }: WorkerOptions): Promise<void> {
  keepHeapSmall();
  const progress = plainProgress();
  const signal = untilInterrupted(() => undefined);
  const labs = await readCourse();
  const engine = await openEngine(progress);
  const floor = new Floor();
  await runWorker({
    url: redis,
    labs,
    graderFor: (lab) => localGrader({ lab, progress, onProving: () => undefined, floor }),
    engine: await describe(engine),
    jobs,
    tell: (event) => progress(inWords(event)),
    signal,
  });
}

async function describe(engine: Awaited<ReturnType<typeof openEngine>>) {
  await using scope = new RunScope(engine);
  return await scope.facts;
}

const say = () => sayIn(currentLanguage());

function inWords(event: WorkerEvent): string {
  switch (event.kind) {
    case "connected":
      return say()`Connected to Redis as ${hostname()}, with ${event.labs} labs: waiting for a class.`;
    case "lost":
      return say()`Redis is gone: waiting for it.`;
    case "back":
      return say()`Redis is back.`;
    case "draining":
      return say()`Taking nothing more, and ending what was begun: ${event.left}. A second signal ends it at once.`;
    case "lab":
      return `${event.lab}: ${ofLab(event.event)}`;
  }
}

function ofLab(event: LabEvent): string {
  switch (event.kind) {
    case "proving":
      return say()`seeing whether this machine grades known answers as it must.`;
    case "ready":
      return say()`it does. Taking submissions.`;
    case "unfit":
      return say()`it does not, and takes nothing: ${messageOf(event.reason)} Trying again in ${event.againMs / 1_000} s.`;
    case "other-version":
      return say()`a class asks for another version of it than the one here. Bring the same one to both machines.`;
    case "began":
      return say()`${short(event.submission)} begun.`;
    case "graded":
      return say()`${short(event.submission)} graded in ${Math.round(event.ms / 1_000)} s.`;
    case "failed":
      return say()`${short(event.submission)} could not be graded, and goes back: ${event.reason}`;
    case "given-back":
      return say()`${short(event.submission)} given back.`;
    case "dropped":
      return say()`${short(event.submission)} stopped: nobody waits for it any more.`;
  }
}

const short = (submission: string): string => submission.slice(0, 12);

function messageOf(error: unknown): string {
  if (error instanceof ShipshapeError) return error.in(currentLanguage()).join(" ");
  return error instanceof Error ? error.message : String(error);
}
