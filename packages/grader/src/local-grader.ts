import { gather, orAborted, type RunScope } from "@shipshape/checker";
import { type Evidence, imagesOf, type Lab, type Progress, seen } from "@shipshape/core";
import { type Engine, refuseFullEngine } from "@shipshape/engine";

import { EngineSession, type Held } from "./engine-session.ts";
import { Floor } from "./floor.ts";
import type { Graded, Grader, Task } from "./grading.ts";
import { proveLab } from "./prove-lab.ts";
import { mayBeStarved } from "./starved.ts";

export type LocalGraderOptions = {
  readonly lab: Lab;
  readonly progress: Progress;
  /** Told the name of each known answer that is graded first. */
  readonly onProving: (variant: string) => void;
  /** Shared by the graders of one process, which would otherwise be neighbours to what each of them grades alone. */
  readonly floor?: Floor;
};

/**
 * Grades on this machine's engine. What may have gone wrong because others took the machine's processor, memory, disk
 * or network is graded once more while nothing else is, and only that counts.
 */
export function localGrader({ lab, progress, onProving, floor = new Floor() }: LocalGraderOptions): Grader {
  const session = new EngineSession(progress);

  const gradeOn = async ({ scope, lost }: Held, task: Task): Promise<Graded> => {
    using late = abortedAfter(longest(lab));
    const signal = AbortSignal.any([task.signal, late.signal, lost]);
    const log = new Excerpt(lab.limits.buildLog);
    const evidence = await orAborted(
      gather({
        scope,
        lab,
        from: task.submission,
        name: task.digest.slice(0, 12),
        signal,
        progress,
        onStage: task.onStage,
        onBuildOutput: (text) => log.add(text),
      }),
      signal,
    );
    const bases = await orAborted(basesOf(scope, lab, evidence), signal);
    // An engine that goes takes containers with it, which then look as if they had ended by themselves.
    lost.throwIfAborted();
    return { evidence, buildLog: log.text, bases };
  };

  const proveOn = async ({ scope, lost }: Held, signal: AbortSignal) => {
    const either = AbortSignal.any([signal, lost]);
    try {
      await orAborted(refuseFullEngine(scope.engine), either);
      await orAborted(proveLab(scope, lab, either, onProving), either);
    } catch (error) {
      // What was made on the engine may be why: somebody pruned the network, say. The next try makes it anew.
      if (!either.aborted) await session.tidy().catch(() => undefined);
      throw error;
    }
    lost.throwIfAborted();
  };

  return {
    async prove(signal) {
      await session.renew();
      const proving = () => floor.alone(async () => proveOn(await session.held(), signal));
      await session.insist(proving);
    },
    async grade(task) {
      try {
        const { result, hadCompany } = await floor.beside(async () => gradeOn(await session.held(), task));
        const again = hadCompany && mayBeStarved(result.evidence);
        const graded = again ? await floor.alone(async () => gradeOn(await session.held(), task)) : result;
        if (showsOurFailure(graded.evidence)) await session.renew();
        return graded;
      } catch (error) {
        task.signal.throwIfAborted();
        await session.renew();
        throw error;
      }
    },
    imageId: (reference) => session.insist(async () => imageId(await session.engine(), reference)),
    tidy: () => session.tidy(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

const showsOurFailure = ({ sections }: Evidence): boolean =>
  Object.values(sections).some(
    (section) => section && "blame" in section && section.blame === "infrastructure",
  );

/** Unlike `AbortSignal.timeout` it can be given back, and then holds nothing of a submission until its time. */
function abortedAfter(ms: number): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = () => controller.abort(new Error("It took longer than all limits together."));
  const timer = setTimeout(stop, ms).unref();
  return { signal: controller.signal, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** Longer than all limits of a lab together: what takes longer hangs. In ms. */
function longest({ limits, counterfactuals }: Lab): number {
  const builds = 2 + 2 * Object.keys(counterfactuals).length;
  const forStandIns = 1_200;
  return (builds * (limits.buildSeconds + 2 * limits.answerSeconds) + forStandIns) * 1000;
}

async function basesOf(scope: RunScope, lab: Lab, evidence: Evidence): Promise<Graded["bases"]> {
  const dockerfile = seen(evidence, "dockerfile");
  const { database } = lab.services;
  const references = [...(dockerfile ? imagesOf(dockerfile) : []), ...(database ? [database.image] : [])];
  const ids = references.map(
    async (reference) => [reference, await imageId(scope.engine, reference)] as const,
  );
  return Object.fromEntries(await Promise.all(ids));
}

async function imageId({ docker }: Engine, reference: string): Promise<string | null> {
  // Quotes of a word processor, say: no image has such a name, and Node asks for none.
  if (!/^[!-~]+$/.test(reference)) return null;
  try {
    return (await docker.getImage(reference).inspect()).Id;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === undefined || statusCode >= 500) throw error;
    // It is not there, or this is no name that an image can have.
    return null;
  }
}

/** The beginning of what a build writes. */
class Excerpt {
  text = "";
  readonly #longest: number;

  /** @param longest in characters */
  constructor(longest: number) {
    this.#longest = longest;
  }

  add(text: string): void {
    if (this.text.length < this.#longest) this.text += `${text}\n`.slice(0, this.#longest - this.text.length);
  }
}
