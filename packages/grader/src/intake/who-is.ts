import type { Learner } from "@shipshape/core";

import type { RosterRow } from "./roster.ts";

/** `several`: more than one on the roster is called so. */
export type Found = Learner | "several" | "nobody";

/** Text without what differs between two systems that mean the same: case, and how Unicode writes a letter. */
export const folded = (text: string): string => text.normalize("NFKC").toLowerCase().trim();

const composed = (id: string): string => id.normalize();

/** A name without what exports take out of it: spaces, commas, hyphens. */
const squeezed = (name: string): string => folded(name).replaceAll(/[^\p{L}\p{N}]/gu, "");

/** The part of an address before the `@`, which is often the name of the account. */
const account = (id: string): string => (id.includes("@") ? folded(id.slice(0, id.indexOf("@"))) : "");

/**
 * Finds learners on a roster by what an export calls them: first by the very id, then by one that differs in case, then
 * by name, then by what stands before the `@` of an address.
 * @returns a function from the keys of an entry, the surest first
 */
export function findOnRoster(roster: readonly RosterRow[]): (keys: readonly string[]) => Found {
  const by = (of: Way, called: (row: RosterRow) => readonly string[]) =>
    [of, indexBy(roster, (row) => called(row).map(of))] as const;
  const ways = [
    by(composed, ({ learner }) => [learner.id]),
    by(composed, ({ ids }) => ids),
    by(folded, ({ ids }) => ids),
    by(squeezed, ({ names }) => names),
    [folded, indexBy(roster, ({ ids }) => ids.map(account))] as const,
  ];
  return (keys) => {
    let several = false;
    for (const [of, index] of ways)
      for (const key of keys) {
        const [one, ...others] = index.get(of(key)) ?? [];
        if (one && others.length === 0) return one;
        several ||= others.length > 0;
      }
    return several ? "several" : "nobody";
  };
}

/** Writes what means the same in the same way. */
type Way = (text: string) => string;

type Index = ReadonlyMap<string, ReadonlySet<Learner>>;

function indexBy(roster: readonly RosterRow[], keysOf: (row: RosterRow) => readonly string[]): Index {
  const index = new Map<string, Set<Learner>>();
  for (const row of roster)
    for (const key of keysOf(row))
      if (key !== "") index.set(key, (index.get(key) ?? new Set()).add(row.learner));
  return index;
}
