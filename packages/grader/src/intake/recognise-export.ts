import {
  blackboardPart,
  canvasPart,
  classroomPart,
  moodlePart,
  type Part,
  plainPart,
} from "./export-names.ts";
import type { GradescopeEntry } from "./gradescope-metadata.ts";

export type ClassEntries = {
  readonly names: readonly string[];
  /** Those of them that are folders or archives. */
  readonly wholes: readonly string[];
  /** The names of the files that the lab takes. */
  readonly submit: readonly string[];
  readonly gradescope?: ReadonlyMap<string, GradescopeEntry>;
  /** Whether somebody on the roster is called one of these; absent where there is no roster. */
  readonly isOnRoster?: (keys: readonly string[]) => boolean;
  /** The entries that are clones of repositories. */
  readonly repositories: ReadonlySet<string>;
};

/** Reads the names of a class's entries in the way of the export that most of them are from. */
export function partsOf(entries: ClassEntries): Part[] {
  const { names, submit } = entries;
  const read = readerOf(entries);
  return names.map((name) => read(name) ?? plainPart(name, submit));
}

function readerOf(entries: ClassEntries): (name: string) => Part | undefined {
  const { names, gradescope } = entries;
  if (gradescope) return (name) => gradescopePart(name, gradescope.get(name));
  const owners = names.flatMap((name) => {
    const [owner] = blackboardPart(name, "")?.owners ?? [];
    return owner ? [owner.id] : [];
  });
  const assignment = commonStart(owners, "_");
  const readers = [canvasPart, moodlePart, (name: string) => blackboardPart(name, assignment)];
  const most = readers.find((reader) => names.filter((name) => reader(name)).length * 2 > names.length);
  if (most) return most;
  const classroom = classroomPrefix(entries);
  return classroom === undefined ? () => undefined : (name) => classroomPart(name, classroom);
}

function gradescopePart(entry: string, known: GradescopeEntry | undefined): Part | undefined {
  if (!known || known.owners.length === 0) return undefined;
  return { entry, markedLate: false, ...known };
}

/**
 * GitHub Classroom puts the assignment before each learner's name, and both may hold hyphens. The roster tells where
 * one ends; without a roster what all clones begin with is the assignment.
 */
function classroomPrefix(entries: ClassEntries): string | undefined {
  const { wholes, isOnRoster, repositories } = entries;
  const common = commonStart(wholes, "-");
  if (!isOnRoster) return common !== "" && repositories.size * 2 > wholes.length ? common : undefined;
  const prefixes = ["", ...Array.from(common.matchAll(/-/g), ({ index }) => common.slice(0, index + 1))];
  const [best] = prefixes
    .map((prefix) => ({
      prefix,
      found: wholes.filter((name) => isOnRoster(classroomPart(name, prefix).owners[0]?.keys ?? [])).length,
    }))
    .toSorted((a, b) => b.found - a.found);
  return best && best.prefix !== "" && best.found * 2 > wholes.length ? best.prefix : undefined;
}

/** What all begin with, up to and with a separator. */
function commonStart(names: readonly string[], separator: string): string {
  const [first = "", ...others] = names;
  const length = others.reduce((common, name) => {
    let same = 0;
    while (same < common && name[same] === first[same]) same++;
    return same;
  }, first.length);
  return first.slice(0, first.lastIndexOf(separator, length - 1) + 1);
}
