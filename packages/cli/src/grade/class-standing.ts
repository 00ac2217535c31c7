import type { Stage } from "@shipshape/checker";
import { exitStatus } from "@shipshape/core";
import { type ClassEvent, estimateTimeLeft, type TimeLeft } from "@shipshape/grader";

/** One submission that is being graded; times are in ms, by the clock that the standing is told. */
export type Job = {
  readonly learners: readonly string[];
  readonly beganAt: number;
  readonly stage: Stage | undefined;
};

type Event<Kind extends ClassEvent["kind"]> = Extract<ClassEvent, { kind: Kind }>;
type Begun = { readonly beganAt: number; readonly ms: number | undefined };

/** An end that was said stays until it is off by so much of what is left: one that moves all the time tells nothing. */
const steady = 0.2;

/** How far a class's grading is, put together from what happened. It asks no clock: each event comes with its time. */
export class ClassStanding {
  readonly startedAt: number;
  readonly jobs = new Map<string, Job>();
  readonly counts = { passed: 0, fellShort: 0, errors: 0 };
  takingIn: Event<"taking-in"> | undefined;
  takenIn: Event<"taken-in"> | undefined;
  proving: string | undefined;
  paused: (Event<"paused"> & { readonly since: number }) | undefined;
  readonly #begun = new Map<string, Begun>();
  readonly #triedAgainAt = new Map<string, number>();
  /** As many as were graded at once when the last one ended: workers come and go. */
  #atOnce = 1;
  #saidEnd: number | undefined;

  /** @param at when the grading began, in ms */
  constructor(at: number) {
    this.startedAt = at;
  }

  take(event: ClassEvent, at: number): void {
    switch (event.kind) {
      case "taking-in":
        this.takingIn = event;
        return;
      case "taken-in":
        this.takenIn = event;
        return;
      case "proving":
        this.proving = event.variant;
        return;
      case "began":
        return this.#begin(event, at);
      case "stage":
        return this.#enter(event);
      case "ended":
        return this.#end(event);
      case "postponed":
        return this.#postpone(event, at);
      case "failed":
        return this.#fail(event);
      case "paused":
        this.paused = { ...event, since: at };
        return;
      case "resumed":
        this.proving = undefined;
        this.paused = undefined;
    }
  }

  /** Submissions with a result, those of before among them. */
  get done(): number {
    const { passed, fellShort, errors } = this.counts;
    return (this.takenIn?.unchanged ?? 0) + passed + fellShort + errors;
  }

  get all(): number {
    return this.takenIn?.submissions ?? 0;
  }

  /** How long the rest will take; undefined while nothing tells, and while nothing goes on. */
  timeLeft(at: number): TimeLeft | undefined {
    if (this.paused || !this.takenIn) return undefined;
    const estimate = estimateTimeLeft({
      begun: Array.from(this.#begun.values(), ({ beganAt, ms }) => ({
        ms: ms ?? Math.max(0, at - beganAt),
        ended: ms !== undefined,
      })),
      waiting: Math.max(0, this.all - this.done - this.jobs.size - this.#triedAgainAt.size),
      postponed: Array.from(this.#triedAgainAt.values(), (then) => Math.max(0, then - at)),
      jobs: Math.max(this.#atOnce, this.jobs.size),
    });
    return estimate && this.#steadied(estimate, at);
  }

  #begin({ submission, learners }: Event<"began">, at: number): void {
    this.proving = undefined;
    this.#triedAgainAt.delete(submission);
    this.#begun.set(submission, { beganAt: at, ms: undefined });
    this.jobs.set(submission, { learners, beganAt: at, stage: undefined });
  }

  #enter({ submission, stage }: Event<"stage">): void {
    const job = this.jobs.get(submission);
    if (job) this.jobs.set(submission, { ...job, stage });
  }

  #end({ submission, report, ms }: Event<"ended">): void {
    this.#atOnce = Math.max(1, this.jobs.size);
    this.jobs.delete(submission);
    this.#triedAgainAt.delete(submission);
    this.#begun.set(submission, { beganAt: this.#begun.get(submission)?.beganAt ?? 0, ms });
    this.counts[(["passed", "fellShort", "errors"] as const)[exitStatus(report)]]++;
  }

  #postpone({ submission, afterMs }: Event<"postponed">, at: number): void {
    this.jobs.delete(submission);
    // How long it took to fail says nothing of how long it takes.
    this.#begun.delete(submission);
    this.#triedAgainAt.set(submission, at + afterMs);
  }

  #fail({ submission }: Event<"failed">): void {
    this.jobs.delete(submission);
    this.#begun.delete(submission);
    this.counts.errors++;
  }

  /** The estimate, its end moved to where it was said to be before, unless that is too far off. */
  #steadied(estimate: TimeLeft, at: number): TimeLeft {
    const off = this.#saidEnd === undefined ? Number.POSITIVE_INFINITY : this.#saidEnd - at - estimate.middle;
    if (Math.abs(off) <= steady * estimate.middle) return moved(estimate, off);
    this.#saidEnd = at + estimate.middle;
    return estimate;
  }
}

function moved({ middle, soonest, latest }: TimeLeft, ms: number): TimeLeft {
  return { middle: middle + ms, soonest: Math.max(0, soonest + ms), latest: latest + ms };
}
