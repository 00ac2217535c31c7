import type { DockerfileSection } from "@shipshape/core";

import { type Step, stepsOf } from "./dockerfile-steps.ts";

/** Submissions whose Dockerfiles share what hardly anyone else in the class has. */
export type NearCopies = {
  readonly members: readonly {
    /** Digest of the submission. */
    readonly submission: string;
    /** What its Dockerfile does, step by step, and whether that is one of the shared rarities. */
    readonly steps: readonly { readonly text: string; readonly shared: boolean }[];
  }[];
  /** The rare steps that all of them have, the rarest first, and how many submissions have each. */
  readonly shared: readonly { readonly text: string; readonly count: number }[];
  /** How many different submissions were compared. */
  readonly of: number;
};

/** Judging a small class, we think of so many others who did none of what is rare in it. */
const imagined = 16;

/** Two soon say a short step alike, such as `EXPOSE 8000`: it surprises by no more than a bit for so many characters. */
const charactersOfABit = 6;

/** Rare steps that a group has to share at least: a virtual environment alone is one decision, and three steps. */
const fewestSteps = 4;

/** The share of what is rare in each member that the group has to share. */
const leastShare = 0.5;

/** How many of those who have a step are compared with each, so that a frequent one costs no more than its length. */
const neighbours = 16;

type Entry = {
  readonly submission: string;
  readonly steps: Step[];
  readonly rare: ReadonlySet<string>;
  /** What all that is rare in it weighs. */
  readonly bits: number;
};
type Group = { readonly members: readonly Entry[]; readonly core: ReadonlySet<string> };

/**
 * Finds the submissions that are nearly the same by what their Dockerfiles do. A step weighs as many bits as its being
 * found would surprise: nothing where it is in an answer that everybody was given, little where many in the class have it.
 * @param dockerfiles by the digest of the submission, so that the very same bytes are here once
 * @param given the lab's own starter and answers
 * @returns groups, the most surprising first
 */
export function nearCopies(
  dockerfiles: ReadonlyMap<string, DockerfileSection>,
  given: readonly DockerfileSection[],
): NearCopies[] {
  const read = Array.from(dockerfiles, ([submission, dockerfile]) => ({
    submission,
    steps: stepsOf(dockerfile),
  })).toSorted((a, b) => (a.submission < b.submission ? -1 : 1));
  const counts = countEach(read.map(({ steps }) => steps));
  const known = new Set(given.flatMap(stepsOf).map(({ key }) => key));
  const bits = (key: string) => (known.has(key) ? 0 : surprise(counts.get(key) ?? 1, read.length, key));
  const weight = (keys: ReadonlySet<string>) => keys.values().reduce((sum, key) => sum + bits(key), 0);
  const entries = read.map(({ submission, steps }) => {
    const rare = new Set(steps.map(({ key }) => key).filter((key) => bits(key) >= 1));
    return { submission, steps, rare, bits: weight(rare) };
  });
  // Any two of them could have met by chance: that many pairs take twice the bits of one.
  const leastBits = 2 * Math.log2(read.length + imagined) + 4;
  const isNear = ({ members, core }: Group) => {
    const shared = weight(core);
    return (
      core.size >= fewestSteps &&
      shared >= leastBits &&
      members.every((member) => shared >= leastShare * member.bits)
    );
  };
  return groupsOf(entries, weight, isNear).map((group) => described(group, counts, read.length));
}

/** What half of a class has surprises nobody. */
function surprise(count: number, of: number, key: string): number {
  if (count > Math.max(2, of / 2)) return 0;
  return Math.min(Math.log2((of + imagined) / count), key.length / charactersOfABit);
}

function countEach(dockerfiles: readonly Step[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const steps of dockerfiles)
    for (const key of new Set(steps.map((step) => step.key))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Joins the likest first, and only while what all of a group share is still enough. */
function groupsOf(
  entries: readonly Entry[],
  weight: (keys: ReadonlySet<string>) => number,
  isNear: (group: Group) => boolean,
): Group[] {
  const groups = new Map<Entry, Group>(
    entries.map((entry) => [entry, { members: [entry], core: entry.rare }]),
  );
  const near = pairsOf(entries)
    .map(([a, b]) => ({ a, b, group: { members: [a, b], core: inBoth(a.rare, b.rare) } }))
    .filter(({ group }) => isNear(group))
    .map(({ a, b, group }) => ({ a, b, bits: weight(group.core) }))
    .toArray()
    // A stable sort keeps the order of the digests among equals.
    .toSorted((one, other) => other.bits - one.bits);
  for (const { a, b } of near) {
    const [one, other] = [groups.get(a) as Group, groups.get(b) as Group];
    if (one === other) continue;
    const joined = {
      members: [...one.members, ...other.members],
      core: inBoth(one.core, other.core),
    };
    if (isNear(joined)) for (const member of joined.members) groups.set(member, joined);
  }
  return [...new Set(groups.values())]
    .filter(({ members }) => members.length > 1)
    .toSorted((one, other) => weight(other.core) - weight(one.core));
}

function inBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set(one.values().filter((key) => other.has(key)));
}

/** Those that have a rare step in common, one by one: a class of thousands has millions of pairs. */
function pairsOf(entries: readonly Entry[]): IteratorObject<readonly [Entry, Entry]> {
  const holders = new Map<string, number[]>();
  for (const [at, { rare }] of entries.entries())
    for (const key of rare) {
      const list = holders.get(key);
      if (list) list.push(at);
      else holders.set(key, [at]);
    }
  const met = new Set<number>();
  for (const list of holders.values())
    for (const [index, one] of list.entries())
      for (const other of list.slice(index + 1, index + 1 + neighbours))
        met.add(one * entries.length + other);
  return Float64Array.from(met)
    .toSorted()
    .values()
    .map((pair) => [
      entries[Math.floor(pair / entries.length)] as Entry,
      entries[pair % entries.length] as Entry,
    ]);
}

function described({ members, core }: Group, counts: ReadonlyMap<string, number>, of: number): NearCopies {
  const texts = new Map(members[0]?.steps.map(({ key, text }) => [key, text]));
  return {
    members: members
      .toSorted((a, b) => (a.submission < b.submission ? -1 : 1))
      .map(({ submission, steps }) => ({
        submission,
        steps: steps.map(({ key, text }) => ({ text, shared: core.has(key) })),
      })),
    shared: Array.from(core, (key) => ({
      text: texts.get(key) ?? key,
      count: counts.get(key) ?? 0,
    })).toSorted((one, other) => one.count - other.count),
    of,
  };
}
