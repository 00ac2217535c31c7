import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { exitStatus, joinMarkdown, Markdown, md, type Progress, type Report } from "@shipshape/core";
import { type Event, type LabWork, nextHint, readWork } from "@shipshape/course";

import { keepEvent } from "../keep-progress.ts";
import type { Text } from "./screen.ts";
import type { WatchedLab } from "./watched-lab.ts";
import { explanation, filesText, message } from "./words.ts";

/**
 * Hints, explanations and the solution of a watched lab. What was shown is kept in the learner's progress, where there
 * is one.
 */
export class LearnerHelp {
  readonly #watched: WatchedLab;
  readonly #tell: Progress;
  readonly #shown = new Map<string, number>();
  /** The key for the solution was pressed, and asks to be pressed once more. */
  #asked = false;

  /** @param tell says what could not be kept */
  constructor(watched: WatchedLab, tell: Progress) {
    this.#watched = watched;
    this.#tell = tell;
  }

  /**
   * What is shown for a key: `h` the next hint, `e` what the first check that failed is about, `s` the solution.
   * @param report of the last check, where one has come to its end
   * @returns undefined for any other key
   */
  async answer(key: string, report: Report | undefined): Promise<Text | undefined> {
    const asked = this.#asked;
    this.#asked = false;
    switch (key) {
      case "h":
        return this.#hint();
      case "e":
        return (report && explanation(report)) ?? message(nothingFailed);
      case "s":
        if (asked || (report && exitStatus(report) === 0)) return this.#solution();
        this.#asked = true;
        return message(reallySolution);
      default:
        return undefined;
    }
  }

  /** The next hint, or why there is none. */
  async #hint(): Promise<Text> {
    const { lab } = this.#watched.submission;
    const next = await nextHint(lab.id, await this.#work());
    if ("none" in next) return message(noHint(next.none));
    const { check, number, of, text } = next.hint;
    this.#shown.set(check, number);
    await this.#keep({ event: "hint", lab: lab.id, check, number });
    return message(joinMarkdown([md`Hint ${number} of ${of} for ${check}:`, new Markdown(text)]));
  }

  /** The lab's own files; they are shown, and never written anywhere. */
  async #solution(): Promise<Text> {
    const { lab } = this.#watched.submission;
    const files = new Map<string, string>();
    for (const name of lab.submit) {
      const text = await readFile(join(lab.folder, "solution", name), "utf8").catch(() => undefined);
      if (text !== undefined) files.set(name, text);
    }
    await this.#keep({ event: "solution", lab: lab.id });
    return filesText(files);
  }

  async #keep(event: Event): Promise<void> {
    const { workFolder } = this.#watched.submission;
    if (workFolder !== undefined) await keepEvent(workFolder, event, this.#tell);
  }

  /** As the progress has it, with what happened in this session: a progress that cannot be written changes nothing. */
  async #work(): Promise<LabWork> {
    const { lab, folder, workFolder } = this.#watched.submission;
    const kept = workFolder === undefined ? undefined : (await readWork(workFolder)).labs.get(lab.id);
    const { last } = this.#watched;
    const hints = new Map(kept?.hints);
    for (const [check, number] of this.#shown) hints.set(check, Math.max(number, hints.get(check) ?? 0));
    return {
      ...(kept ?? { folder, done: false, best: 0, maxScore: 0, solutionSeen: false }),
      hints,
      ...(last && { last }),
    };
  }
}

const nothingFailed = md`Nothing has failed so far, so there is nothing to explain.`;
const reallySolution = md`Not all checks pass yet, and a hint (the key \`h\`) may be all that you need. Press \`s\` once more to see the solution.`;

function noHint(why: "not-checked" | "all-passed" | "all-shown") {
  switch (why) {
    case "not-checked":
      return md`No check has failed yet, so there is nothing to give a hint for.`;
    case "all-passed":
      return md`All checks pass: there is nothing left to give a hint for.`;
    case "all-shown":
      return md`These were all the hints for what falls short. The key \`e\` explains what the first of them is about.`;
  }
}
