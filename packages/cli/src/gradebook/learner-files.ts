import type { GradebookRow } from "@shipshape/core";
import { countedAttempt, isFileName, safeFileName } from "@shipshape/report";

/** What the files of learners are called in one export; no two of them are the same, on any system. */
export class LearnerFiles {
  readonly #format: string;
  readonly #taken = new Set<string>();
  /** The learners whose entry has a name that not every system can have, so that theirs is called otherwise. */
  readonly renamed: string[] = [];

  constructor(format: string) {
    this.#format = format;
  }

  /** The path of a learner's file in the folder of the export. */
  of(row: GradebookRow): string {
    const name = safeFileName(row.learner.id);
    switch (this.#format) {
      case "feedback":
        return `${this.#once(this.#entryOf(row) ?? name, name)}/report.html`;
      case "github-classroom":
        return `${name}.txt`;
      default:
        return `${name}.json`;
    }
  }

  /** The entry's name as it stood in the export, by which Moodle knows whose it is, or a safe one in its place. */
  #entryOf(row: GradebookRow): string | undefined {
    // Of an archive in a folder of the learner's, it is the folder that has the name.
    const [entry = ""] = countedAttempt(row)?.entry.split("/") ?? [];
    if (entry === "" || isFileName(entry)) return entry || undefined;
    this.renamed.push(row.learner.id);
    return safeFileName(entry);
  }

  /** Learners may have handed in together. */
  #once(wanted: string, otherwise: string): string {
    let name = wanted;
    for (let other = 2; this.#taken.has(sameOnDisk(name)); other++) name = `${otherwise}~${other}`;
    this.#taken.add(sameOnDisk(name));
    return name;
  }
}

/** Windows and macOS take names for one that differ in the size of letters or in how an accent is written. */
const sameOnDisk = (name: string) => name.normalize("NFC").toLowerCase();
