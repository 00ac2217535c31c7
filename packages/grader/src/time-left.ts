import { lastOf, type Lengths, lengthsOf, meanOf, restAfter, restWhenMet, spreadOf } from "./lengths.ts";

/** Where a class stands while it is graded. All times are in ms. */
export type Standing = {
  /** Those that have ended or are being graded, in the order in which they began: how long each took, or has so far. */
  readonly begun: readonly { readonly ms: number; readonly ended: boolean }[];
  /** How many have not begun, those not counted that wait to be tried again. */
  readonly waiting: number;
  /** For each that failed on our side: in how long it is tried again. */
  readonly postponed: readonly number[];
  /** How many are graded at once. */
  readonly jobs: number;
};

/** When the last one will have ended, in ms from now: most likely, at the soonest, at the latest. */
export type TimeLeft = { readonly middle: number; readonly soonest: number; readonly latest: number };

/** With fewer that have ended nothing is known: a single one may be anything. */
const fewest = 2;

/** So many standard deviations to each side hold nearly all. */
const reach = 2;

/** How far a machine may get slower or faster on the way, as a share of what is left. */
const drift = 0.2;

/**
 * Estimates how long the rest of a class will take, and between what bounds. How long one takes is taken from those
 * that ended, and from those that run, which are at least as long as they have been: the short ones end first, and a
 * mean of those that ended alone would promise too much. What has not been seen yet cannot be foreseen: in a class of
 * which a few take ten times as long as the others, the bounds are too narrow until some of these have ended.
 *
 * While some wait, it is work over jobs, and to that comes the idle end, when nothing waits and the last ones run out.
 * One that waits will take the mean; one that runs, what those took in the mean that took longer than it has so far.
 * It is never less than it takes to hand those that wait, at the mean, to whichever job is free next. The bounds come
 * from four doubts: that those that wait differ, that the mean is not known well yet, how the idle end falls, and that
 * a machine gets slower or faster.
 *
 * When none waits, the last one to end decides: bounds and middle are the moments by which all that run will have ended
 * with a chance of 1, 5 and 9 in 10. One that takes longer than all before may take half as long again.
 *
 * The first ones, as many as there are jobs, build caches that the others use: they are left out as soon as two others
 * have ended. Until then the rest may well be much shorter, and the lower bound says so. One that failed on our side is
 * taken for one that waits, and is not begun before it is tried again.
 * @returns undefined as long as nothing tells: before two have ended
 */
export function estimateTimeLeft({ begun, waiting, postponed, jobs }: Standing): TimeLeft | undefined {
  const running = begun.filter(({ ended }) => !ended).map(({ ms }) => ms);
  const ahead = waiting + postponed.length;
  if (ahead + running.length === 0) return { middle: 0, soonest: 0, latest: 0 };
  const withCaches = begun.slice(jobs);
  const cachesBuilt = countEnded(withCaches) >= fewest;
  const known = cachesBuilt ? withCaches : begun;
  if (countEnded(known) < fewest) return undefined;
  const lengths = lengthsOf(known);
  const left = [
    byChance(running.map((soFar) => restAfter(soFar, lengths))),
    ...(ahead > 0 ? [workOverJobs({ lengths, running, ahead, jobs, endedCount: countEnded(known) })] : []),
    ...postponed.map((wait) => triedAgain(wait + meanOf(lengths))),
  ];
  const most = (moment: keyof TimeLeft) => Math.max(...left.map((each) => each[moment]));
  return {
    middle: most("middle"),
    soonest: most("soonest") / (cachesBuilt ? 1 : 3),
    latest: most("latest"),
  };
}

const countEnded = (begun: Standing["begun"]) => begun.filter(({ ended }) => ended).length;

/** When all will have ended that run at the same time. */
function byChance(rests: readonly Lengths[]): TimeLeft {
  return { middle: lastOf(rests, 0.5), soonest: lastOf(rests, 0.1), latest: lastOf(rests, 0.9) };
}

const triedAgain = (middle: number): TimeLeft => ({ middle, soonest: 0, latest: middle * (1 + drift) });

type Work = {
  readonly lengths: Lengths;
  readonly running: readonly number[];
  readonly ahead: number;
  readonly jobs: number;
  readonly endedCount: number;
};

function workOverJobs({ lengths, running, ahead, jobs, endedCount }: Work): TimeLeft {
  const each = meanOf(lengths);
  // From a few it would be too small.
  const spread = Math.max(spreadOf(lengths), each / 2 / Math.sqrt(endedCount));
  const rests = running.map((soFar) => meanOf(restAfter(soFar, lengths)));
  const work = rests.reduce((total, rest) => total + rest, ahead * each);
  const met = restWhenMet(lengths);
  const idleEnd = byChance(Array.from({ length: jobs }, () => met));
  const middle = Math.max(
    work / jobs + Math.max(0, idleEnd.middle - meanOf(met)),
    handedOut(rests, ahead, each, jobs),
  );
  const theyDiffer = (spread * Math.sqrt(ahead + running.length)) / jobs;
  const meanIsOff = (spread * ahead) / jobs / Math.sqrt(endedCount);
  const doubts = [reach * theyDiffer, reach * meanIsOff, drift * middle];
  return {
    middle,
    soonest: Math.max(0, middle - Math.hypot(...doubts, idleEnd.middle - idleEnd.soonest)),
    latest: middle + Math.hypot(...doubts, idleEnd.latest - idleEnd.middle),
  };
}

/** When the last one ends if each that waits takes the same, and goes to whichever job is free next. */
function handedOut(rests: readonly number[], ahead: number, each: number, jobs: number): number {
  const free = Array.from({ length: Math.max(jobs, rests.length) }, (_, at) => rests[at] ?? 0).toSorted(
    (a, b) => a - b,
  );
  const rounds = Math.floor(ahead / free.length);
  const lastOfAll = free.at(-1) ?? 0;
  const lastWithOneMore = free[(ahead % free.length) - 1];
  return Math.max(
    lastOfAll + rounds * each,
    lastWithOneMore === undefined ? 0 : lastWithOneMore + (rounds + 1) * each,
  );
}
