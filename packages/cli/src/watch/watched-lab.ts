import { existsSync } from "node:fs";
import { basename, join } from "node:path";

import { ExperimentMemory, gather } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import {
  type Changes,
  changesSince,
  type Evidence,
  judge,
  md,
  type Outcome,
  outcomeOf,
  type Report,
  ShipshapeError,
  soFar,
} from "@shipshape/core";

import type { Submission } from "../check-folder.ts";
import { currentLanguage } from "../language.ts";
import type { LiveDisplay } from "../live-display.ts";
import type { WatchedEngine } from "./watched-engine.ts";

/** A check of a watched folder that came to its end. */
export type Checked = { readonly report: Report; readonly changes?: Changes };

type CheckRequest = {
  readonly signal: AbortSignal;
  readonly display: LiveDisplay;
  readonly tell: (sentence: string) => void;
  /** Told the verdicts that are certain already. */
  readonly onVerdicts: (report: Report) => void;
};

/** A folder that is checked again and again, and what is kept from one check to the next. */
export class WatchedLab {
  readonly submission: Submission;
  readonly #engine: WatchedEngine;
  readonly #memory = new ExperimentMemory();
  #last: Outcome | undefined;

  constructor(submission: Submission, engine: WatchedEngine) {
    this.submission = submission;
    this.#engine = engine;
    this.#last = submission.last;
  }

  /** What came of the last check, of an earlier session's too. */
  get last(): Outcome | undefined {
    return this.#last;
  }

  /** Has everything tried again at the next check. */
  forget(): void {
    this.#memory.forget();
  }

  /**
   * Checks the folder as it is now.
   * @throws ShipshapeError where folder or lab have gone; the signal's reason
   */
  async check({ signal, display, tell, onVerdicts }: CheckRequest): Promise<Checked> {
    const { lab, folder } = this.submission;
    seeBoth(this.submission);
    const evidence = await gather({
      scope: this.#engine.scope,
      lab,
      from: folder,
      name: basename(folder),
      signal,
      progress: tell,
      memory: this.#memory,
      onStage: (stage) => display.begin(stage),
      onBuildOutput: (written) => display.output(written),
      onEvidence: (evidence) => onVerdicts(this.#judge(evidence, soFar(lab, evidence, checksById))),
    });
    signal.throwIfAborted();
    // A lab that is taken away in the middle fails in ways that say nothing.
    seeBoth(this.submission);
    const report = this.#judge(evidence, lab);
    const changes = this.#last && changesSince(this.#last, report);
    // What an error of ours withheld is nothing to compare with.
    if (report.score !== null) this.#last = outcomeOf(report, new Date().toISOString());
    return { report, ...(changes && { changes }) };
  }

  #judge(evidence: Evidence, rubric: Parameters<typeof judge>[0]): Report {
    return judge(rubric, evidence, checksById, currentLanguage());
  }
}

/** @throws ShipshapeError where the folder or its lab is there no longer */
function seeBoth({ lab, folder }: Submission): void {
  if (!existsSync(folder))
    throw new ShipshapeError(
      md`The folder ${folder} is gone, so there is nothing to watch any more.`,
      "Bring it back, or name another, and call `./shipshape watch` again.",
    );
  if (!existsSync(join(lab.folder, "lab.yaml")))
    throw new ShipshapeError(
      md`The lab ${lab.id} is gone from ${lab.folder}, so nothing can be checked any more.`,
      "Bring it back, with `git checkout` for example, and call `./shipshape watch` again.",
    );
}
