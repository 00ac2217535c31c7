import { joinMarkdown, type Learner, md, type Markdown } from "@shipshape/core";

import { compare, oldestFirst } from "./choose-attempt.ts";
import type { Owner } from "./export-names.ts";
import type { Intake, TakenAttempt } from "./intake.ts";
import type { RosterRow } from "./roster.ts";
import type { Taken } from "./take-entry.ts";
import type { Upload } from "./uploads.ts";
import { findOnRoster, folded } from "./who-is.ts";

/**
 * Gives each attempt to its learners: those of the roster, and those whom only the export knows.
 * @param taken what came of each upload, at the same index
 */
export function assign(
  uploads: readonly Upload[],
  taken: readonly Taken[][],
  roster: readonly RosterRow[] | undefined,
): Pick<Intake, "learners" | "attempts"> {
  const find = roster ? findOnRoster(roster) : () => undefined;
  const learners = new Map(roster?.map(({ learner }) => [learner.id, learner]));
  const onRoster = new Set(learners.keys());
  const attempts = new Map<
    string,
    { readonly attempt: TakenAttempt; readonly notes: readonly Markdown[] }[]
  >();
  const strangers = new Map<string, Learner>();
  for (const [index, { part, resubmission }] of uploads.entries())
    for (const owner of part.owners) {
      const found = find(owner.keys);
      const learner = typeof found === "object" ? found : stranger(owner, onRoster);
      learners.set(learner.id, learners.get(learner.id) ?? learner);
      if (typeof found !== "object") strangers.set(learner.id, learner);
      const own = attempts.get(learner.id) ?? [];
      attempts.set(learner.id, own);
      for (const { entry, submission, note } of taken[index] ?? [])
        own.push({
          attempt: {
            entry,
            markedLate: part.markedLate,
            ...(part.at !== undefined && { at: part.at }),
            ...(submission !== undefined && { submission }),
            ...(resubmission !== undefined && { resubmission }),
          },
          notes: [...(note ? [note] : []), ...notOnRoster(found, owner)],
        });
    }
  const alike = Map.groupBy(strangers.keys(), folded);
  const withNotes = (id: string, own: NonNullable<ReturnType<typeof attempts.get>>) =>
    own
      .map(({ attempt, notes }): TakenAttempt => {
        const all = [...notes, ...lookalike(id, strangers.has(id) ? alike.get(folded(id)) : undefined)];
        return { ...attempt, ...(all.length > 0 && { note: joinMarkdown(all).source }) };
      })
      .toSorted(oldestFirst);
  return {
    learners: [...learners.values()].toSorted((a, b) => compare(a.id, b.id)),
    attempts: new Map(Array.from(attempts, ([id, own]) => [id, withNotes(id, own)])),
  };
}

/** What tells learners of an export apart may be the id of another one on the roster. */
function stranger({ id, name }: Owner, onRoster: ReadonlySet<string>): Learner {
  return { id: onRoster.has(id) ? `${name} ${id}` : id, name, columns: {} };
}

function notOnRoster(found: "several" | "nobody" | Learner | undefined, { name }: Owner): Markdown[] {
  if (found === "nobody") return [md`Nobody on the roster is called ${name}.`];
  if (found === "several")
    return [
      md`More than one on the roster is called ${name}: name the entry by something that tells them apart.`,
    ];
  return [];
}

function lookalike(id: string, alike: readonly string[] = []): Markdown[] {
  const other = alike.find((name) => name !== id);
  if (other === undefined) return [];
  return [
    md`Another learner's name differs from this one only in upper and lower case, or in how its letters are encoded: ${other}.`,
  ];
}
