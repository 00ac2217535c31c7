import { expect, test } from "vitest";

import { estimateTimeLeft, type TimeLeft } from "../src/time-left.ts";

/** How long each submission of a class takes, in s, in the order in which they begin. */
const classes = {
  even: [11, 9, 12, 10, 10, 13, 9, 11, 12, 10, 9, 12, 11, 10, 13, 12, 9, 10, 11, 12],
  // A build that fails takes a fifth of one that runs.
  bimodal: [4, 24, 22, 3, 26, 5, 23, 4, 25, 21, 4, 3, 22, 24, 5, 23, 26, 4, 22, 5],
  // Some install everything without a cache.
  spread: [6, 9, 14, 7, 21, 8, 11, 6, 31, 9, 7, 12, 18, 8, 10, 26, 7, 9, 13, 8],
} as const;

const sixty = (name: keyof typeof classes): number[] => {
  const own = classes[name];
  // The same again, not in the same order.
  return [...own, ...own.toReversed(), ...own.slice(7), ...own.slice(0, 7)];
};

const sequences: readonly (readonly [name: string, jobs: number, seconds: readonly number[]])[] = [
  ["an even class", 2, sixty("even")],
  ["an even class, 8 at once", 8, sixty("even")],
  ["a class whose first one fetches what all need", 2, [95, ...sixty("even").slice(1)]],
  ["a class whose first ones all wait for what they need", 4, [80, 81, 82, 80, ...sixty("even").slice(4)]],
  ["a class of two kinds", 2, sixty("bimodal")],
  ["a class of two kinds, 4 at once", 4, sixty("bimodal")],
  ["a class in which some are slow", 2, sixty("spread")],
  ["a class in which some are slow, 4 at once", 4, [...sixty("spread"), ...sixty("spread")]],
];

type Point = { readonly share: number; readonly rest: number; readonly at: number; readonly left: TimeLeft };

/** Goes through a class, and estimates whenever one has ended; with what was true then. */
function played(jobs: number, seconds: readonly number[]): Point[] {
  const free = Array.from({ length: jobs }, () => 0);
  const runs = seconds.map((length) => {
    const job = free.indexOf(Math.min(...free));
    const from = free[job] ?? 0;
    free[job] = from + length;
    return { from, to: from + length };
  });
  const end = Math.max(...free);
  return runs
    .map(({ to }) => to)
    .filter((at) => at < end)
    .toSorted((a, b) => a - b)
    .flatMap((at, before) => {
      const left = estimateTimeLeft({
        begun: runs
          .filter(({ from }) => from <= at)
          .map(({ from, to }) => ({ ms: 1000 * (Math.min(at, to) - from), ended: to <= at })),
        waiting: runs.filter(({ from }) => from > at).length,
        postponed: [],
        jobs,
      });
      return left
        ? [{ share: (before + 1) / seconds.length, rest: 1000 * (end - at), at: 1000 * at, left }]
        : [];
    });
}

const shareOf = <Item>(items: readonly Item[], holds: (item: Item) => boolean) =>
  items.filter(holds).length / items.length;

test.each(sequences)("in %s, the bounds hold at four of five moments or more", (_, jobs, seconds) => {
  const share = shareOf(
    played(jobs, seconds),
    ({ rest, left }) => left.soonest <= rest && rest <= left.latest,
  );
  expect(share).toBeGreaterThanOrEqual(0.8);
});

test.each(sequences)("in %s, the middle is half off at most after a tenth", (_, jobs, seconds) => {
  const typical = seconds.reduce((total, each) => total + 1000 * each, 0) / seconds.length;
  // While the last ones run out, it may be off by as much as one takes.
  const far = played(jobs, seconds)
    .filter(({ share }) => share >= 0.1)
    .filter(({ rest, left }) => Math.abs(left.middle - rest) > Math.max(rest / 2, typical));
  expect(far).toEqual([]);
});

test.each(sequences)("in %s, the end does not jump after a tenth", (_, jobs, seconds) => {
  const points = played(jobs, seconds).filter(({ share }) => share >= 0.1);
  const jumps = points.slice(1).map(({ at, left, rest }, before) => {
    const last = points[before] as Point;
    return Math.abs(at + left.middle - last.at - last.left.middle) / Math.max(rest, 30_000);
  });
  expect(Math.max(...jumps)).toBeLessThan(0.7);
});

const ended = (...ms: number[]) => ms.map((each) => ({ ms: each, ended: true }));
const running = (...ms: number[]) => ms.map((each) => ({ ms: each, ended: false }));
const nobody = { waiting: 0, postponed: [], jobs: 2 };

test("before two have ended nothing is known", () => {
  expect(estimateTimeLeft({ ...nobody, begun: [], waiting: 10 })).toBeUndefined();
  expect(
    estimateTimeLeft({ ...nobody, begun: [...ended(9_000), ...running(9_000)], waiting: 8 }),
  ).toBeUndefined();
});

test("when all have ended nothing is left", () => {
  expect(estimateTimeLeft({ ...nobody, begun: ended(9_000, 8_000) })).toEqual({
    middle: 0,
    soonest: 0,
    latest: 0,
  });
});

const width = (left: TimeLeft | undefined) => (left ? left.latest / left.soonest : 0);

test("at first the bounds are wide", () => {
  const early = estimateTimeLeft({ ...nobody, begun: ended(9_000, 9_000), waiting: 20 });
  const late = estimateTimeLeft({ ...nobody, begun: ended(...Array(40).fill(9_000)), waiting: 20 });
  expect(width(early)).toBeGreaterThan(2 * width(late));
});

test("at the end the longest that runs decides, and not how many do", () => {
  const begun = ended(...Array(20).fill(10_000));
  const one = estimateTimeLeft({ ...nobody, jobs: 8, begun: [...begun, ...running(2_000)] });
  const six = estimateTimeLeft({
    ...nobody,
    jobs: 8,
    begun: [...begun, ...running(2_000, 6_000, 7_000, 8_000)],
  });
  expect(one?.middle).toBe(8_000);
  expect(six?.middle).toBe(8_000);
});

const after = (ms: number) =>
  estimateTimeLeft({ ...nobody, begun: [...ended(9_000, 9_000, 9_000, 9_000), ...running(ms)] });

test("one that takes longer than all before has some time left still, and more the longer it takes", () => {
  expect(after(20_000)?.middle).toBeGreaterThan(0);
  expect(after(200_000)?.middle).toBeGreaterThan(after(20_000)?.middle ?? 0);
});

test("one that failed on our side counts, and nothing ends before it was tried again", () => {
  const begun = ended(...Array(20).fill(10_000));
  expect(estimateTimeLeft({ ...nobody, begun, postponed: [60_000] })?.middle).toBe(70_000);
});

test("the short ones end first, and promise nothing for those that still run", () => {
  const begun = [...ended(3_000, 3_000, 3_000, 3_000, 3_000, 3_000), ...running(40_000, 41_000)];
  const left = estimateTimeLeft({ ...nobody, begun: [...ended(3_000, 3_000), ...begun], waiting: 20 });
  // At 3 s each it were 30 s.
  expect(left?.middle).toBeGreaterThan(60_000);
});
