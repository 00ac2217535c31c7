import { exitStatus, md, type Progress, sayIn, ShipshapeError } from "@shipshape/core";
import { renderTerminal, renderTerminalFull } from "@shipshape/report";

import type { Submission } from "../check-folder.ts";
import { keepOutcome } from "../keep-progress.ts";
import { currentFolder } from "../current-folder.ts";
import { currentLanguage } from "../language.ts";
import { launcherFrom } from "../launcher.ts";
import { LiveDisplay } from "../live-display.ts";
import { CheckLoop } from "./check-loop.ts";
import { LearnerHelp } from "./learner-help.ts";
import { courseAround, goOn } from "./next-lab.ts";
import type { Screen, Text } from "./screen.ts";
import { watchSubmission } from "./submission-watcher.ts";
import type { WatchedEngine } from "./watched-engine.ts";
import { type Checked, WatchedLab } from "./watched-lab.ts";
import { footText, message, soFarText } from "./words.ts";

/** Watches a submission, checks it when it is saved, and does what a learner asks for. */
export class WatchSession implements AsyncDisposable {
  readonly #engine: WatchedEngine;
  readonly #screen: Screen;
  readonly #loop: CheckLoop;
  readonly #over = Promise.withResolvers<void>();
  #watched: WatchedLab;
  #help: LearnerHelp;
  #watcher: AsyncDisposable | undefined;
  #checked: Checked | undefined;
  /** What stands above the verdicts until the first save: those of a starter come before it could be read. */
  #opening: Text | undefined;
  #keys: Promise<void> = Promise.resolve();
  readonly #tell: Progress = (sentence) => this.#screen.tell(sentence);

  constructor(submission: Submission, engine: WatchedEngine, screen: Screen) {
    this.#engine = engine;
    this.#screen = screen;
    this.#watched = new WatchedLab(submission, engine);
    this.#help = new LearnerHelp(this.#watched, this.#tell);
    this.#loop = new CheckLoop((signal) => this.#check(signal), this.#over.reject);
  }

  /**
   * Watches until the learner quits.
   * @throws ShipshapeError where the folder or its lab goes, the signal's reason when it is aborted
   */
  async run(signal: AbortSignal): Promise<void> {
    signal.addEventListener("abort", () => this.#over.reject(signal.reason));
    // It may come to that before anybody waits for it.
    this.#over.promise.catch(() => undefined);
    this.#keys = this.#begin();
    await this.#keys;
    await this.#over.promise;
  }

  /** 0 where the last check passed all, 1 where it fell short or none came to its end, 2 where our side failed. */
  get exitStatus(): 0 | 1 | 2 {
    return this.#checked ? exitStatus(this.#checked.report) : 1;
  }

  /** Does what a key asks for, one after the other; undefined where the terminal has gone. */
  press(key: string | undefined): void {
    if (key === undefined || quitKeys.has(key)) return this.#over.resolve();
    this.#keys = this.#keys
      .then(() => this.#do(key))
      .catch((error: unknown) => {
        if (error instanceof ShipshapeError) this.#screen.tell(error.in(currentLanguage()).join("\n"));
        else this.#over.reject(error);
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that changes to the next lab begins to watch again.
    await this.#keys.catch(() => undefined);
    await this.#stop();
  }

  async #stop(): Promise<void> {
    await Promise.all([this.#watcher?.[Symbol.asyncDispose](), this.#loop.stop()]);
  }

  async #do(key: string): Promise<void> {
    const answer = await this.#help.answer(key, this.#checked?.report);
    if (answer) return this.#screen.add(answer);
    switch (key) {
      case "f":
        return this.#showFull();
      case "n":
        return this.#next();
      case "c":
      case "\r":
      case "\n":
        this.#watched.forget();
        return this.#loop.again();
    }
  }

  /** Begins to watch, and checks what there is. */
  async #begin(): Promise<void> {
    const { lab, folder } = this.#watched.submission;
    this.#watcher = await watchSubmission({
      folder,
      files: lab.submit,
      onSave: (changed) => {
        const say = sayIn(currentLanguage());
        this.#opening = undefined;
        if (!this.#screen.live) this.#screen.tell(say`Saved: ${changed.join(", ")}. Checking again.`);
        this.#loop.again();
      },
      // It says best itself what is gone.
      onGone: () => this.#loop.again(),
    });
    await this.#showFoot();
    this.#loop.again();
  }

  async #check(signal: AbortSignal): Promise<void> {
    const watched = this.#watched;
    const checked = await this.#checkOnce(watched, signal);
    this.#checked = checked;
    if (checked.report.state === "infrastructure" && !(await this.#engine.answers(signal))) {
      const say = sayIn(currentLanguage());
      this.#screen.tell(
        say`The Docker engine at ${this.#engine.engine.host} has gone. As soon as it answers again, this goes on. ${launcherFrom(currentFolder(), "doctor")} says more.`,
      );
      await this.#engine.untilBack(signal);
      watched.forget();
      return this.#loop.again();
    }
    const { report, changes } = checked;
    this.#screen.show(this.#opened((look) => renderTerminal(report, look, changes)));
    await keepOutcome(watched.submission, report, this.#tell);
    await this.#showFoot();
  }

  async #checkOnce(watched: WatchedLab, signal: AbortSignal): Promise<Checked> {
    using display = new LiveDisplay();
    const { lab } = watched.submission;
    return await watched.check({
      signal,
      display,
      tell: this.#tell,
      onVerdicts: (report) => {
        if (this.#screen.live && report.checks.length > 0)
          this.#screen.show(this.#opened(soFarText(report, lab)));
      },
    });
  }

  async #showFoot(): Promise<void> {
    const { submission } = this.#watched;
    this.#screen.foot(footText(submission, await courseAround(submission)));
  }

  #opened(text: Text): Text {
    const opening = this.#screen.live ? this.#opening : undefined;
    return opening ? (look) => `${opening(look).trimEnd()}\n\n${text(look)}` : text;
  }

  #showFull(): void {
    const checked = this.#checked;
    if (!checked) return this.#screen.add(message(notChecked));
    this.#screen.showWhole((look) => renderTerminalFull(checked.report, look, checked.changes));
  }

  async #next(): Promise<void> {
    const next = await goOn(this.#watched.submission, this.#tell);
    if (!next) return this.#screen.add(message(md`All other labs are done.`));
    await this.#stop();
    this.#watched = new WatchedLab(next, this.#engine);
    this.#help = new LearnerHelp(this.#watched, this.#tell);
    this.#checked = undefined;
    this.#opening = message(
      md`Now lab ${next.lab.id}: ${next.lab.title}. Its instructions and your files are in ${next.folder}`,
    );
    this.#screen.show(this.#opening);
    await this.#begin();
  }
}

/** q, and what a terminal sends for Ctrl-C and Ctrl-D. */
const quitKeys = new Set(["q", "\u0003", "\u0004"]);

const notChecked = md`No check has come to its end yet.`;
