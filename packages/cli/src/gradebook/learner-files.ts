import type { GradebookRow } from "@shipshape/core";
import { countedAttempt, safeFileName } from "@shipshape/report";

/** What the files of learners are called in one export; no two of them are the same, on any system. */
export class LearnerFiles {
  readonly #format: string;
  readonly #taken = new Set<string>();

  constructor(format: string) {
    this.#format = format;
  }

  /** The path of a learner's file in the folder of the export. */
  of(row: GradebookRow): string {
    const name = safeFileName(row.learner.id);
    switch (this.#format) {
      case "feedback":
        return `${this.#once(entryOf(row) ?? name, name)}/report.html`;
      case "github-classroom":
        return `${name}.txt`;
      default:
        return `${name}.json`;
    }
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

/** The entry's name as it stood in the export, by which Moodle knows whose it is; what is no plain name is made safe. */
function entryOf(row: GradebookRow): string | undefined {
  const entry = countedAttempt(row)?.entry;
  if (entry === undefined || entry === "") return undefined;
  const isPlain = !/[/\\\p{Cc}\p{Cf}\p{Cs}]/u.test(entry) && !/^\.{1,2}$/.test(entry);
  return isPlain && Buffer.byteLength(entry) <= 255 ? entry : safeFileName(entry);
}
