/** Lengths of time, in ms, each with its share of all; in the order of their length. */
export type Lengths = readonly { readonly ms: number; readonly share: number }[];

/** Neighbours are taken together in so many groups at most, however many there are. */
const groupsAtMost = 40;

/** How much longer than all before one may take. */
const longestYet = 1.5;

/** A share that is no more than what is lost in reckoning. */
const nothing = 1e-9;

/**
 * How long one takes: each that ended counts once, and the share of one that still runs goes to all that took longer
 * (the estimate of Kaplan and Meier).
 */
export function lengthsOf(begun: readonly { readonly ms: number; readonly ended: boolean }[]): Lengths {
  const sorted = begun.toSorted((a, b) => a.ms - b.ms);
  let open = 1;
  const lengths = sorted.map(({ ms, ended }, at) => {
    const share = ended ? open / (sorted.length - at) : 0;
    open -= share;
    return { ms, share };
  });
  const longest = { ms: longestYet * (sorted.at(-1)?.ms ?? 0), share: open };
  return condensed([...lengths, longest].filter(({ share }) => share > nothing));
}

function condensed(lengths: Lengths): Lengths {
  let before = 0;
  const groups = Map.groupBy(lengths, ({ share }) => {
    before += share;
    return Math.floor((before - share / 2) * groupsAtMost);
  });
  return Array.from(groups.values(), (group) => {
    const share = sum(group.map(({ share }) => share));
    return { ms: meanOf(group) / share, share };
  });
}

/** What is left of one that has taken so long: what was left then of each that took longer, and of one longer than any. */
export function restAfter(soFar: number, lengths: Lengths): Lengths {
  return withLonger(soFar, lengths).map(({ ms, share }) => ({ ms: ms - soFar, share }));
}

/** Those that took longer than so far, and one that takes longer than all before, as any next one may. */
function withLonger(soFar: number, lengths: Lengths): Lengths {
  const longer = lengths.filter(({ ms }) => ms > soFar);
  const unseen = 1 / (lengths.length + 1);
  const all = sum(longer.map(({ share }) => share)) + unseen;
  const longest = longestYet * Math.max(soFar, lengths.at(-1)?.ms ?? 0);
  return [...longer, { ms: longest, share: unseen }].map(({ ms, share }) => ({ ms, share: share / all }));
}

/** The moments at which one may be met, in parts of its length. */
const parts = 8;

/** What is left of one that is met at any moment: long ones are met more often, and anywhere on their way. */
export function restWhenMet(seen: Lengths): Lengths {
  const lengths = withLonger(0, seen);
  const all = meanOf(lengths);
  return lengths.flatMap(({ ms, share }) =>
    Array.from({ length: parts }, (_, part) => ({
      ms: (ms * (part + 0.5)) / parts,
      share: (share * ms) / all / parts,
    })),
  );
}

/** The moment by which the last of some will have ended, with a chance from 0 to 1. */
export function lastOf(rests: readonly Lengths[], chance: number): number {
  const moments = rests.flatMap((rest) => rest.map(({ ms }) => ms)).toSorted((a, b) => a - b);
  let [low, high] = [0, moments.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (endedBy(moments[middle] ?? 0, rests) >= chance - nothing) high = middle;
    else low = middle + 1;
  }
  return moments[low] ?? 0;
}

/** The chance that all have ended. */
function endedBy(moment: number, rests: readonly Lengths[]): number {
  return rests.reduce((all, rest) => all * sum(rest.map(({ ms, share }) => (ms <= moment ? share : 0))), 1);
}

export function meanOf(lengths: Lengths): number {
  return sum(lengths.map(({ ms, share }) => ms * share));
}

/** Their standard deviation. */
export function spreadOf(lengths: Lengths): number {
  const mean = meanOf(lengths);
  return Math.sqrt(sum(lengths.map(({ ms, share }) => share * (ms - mean) ** 2)));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
