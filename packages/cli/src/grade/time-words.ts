import { type Language, sayIn } from "@shipshape/core";
import type { TimeLeft } from "@shipshape/grader";

/** `0:07`, `12:34`, `1:02:03` */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, "0");
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${String(minutes).padStart(2, "0")}:${rest}`;
}

/** The time of the day, as `14:32`. */
export function timeOfDay(ms: number, { code }: Language): string {
  return new Date(ms).toLocaleTimeString(code, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

const minute = 60_000;

/** As exactly as an estimate is said, in minutes; above it, in whole hours. */
const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 90];

/** As far as this from the middle, `about` still holds. */
const [least, most] = [0.6, 1.4];

/** `about 4 min left`, or `2 to 5 min left` where it is not known better. */
export function timeLeftInWords({ middle, soonest, latest }: TimeLeft, language: Language): string {
  const say = sayIn(language);
  if (latest <= minute) return say`under a minute left`;
  if (soonest >= least * middle && latest <= most * middle) {
    const about = nearest(middle / minute);
    return about <= 1 ? say`about a minute left` : say`about ${amount(about)} left`;
  }
  const [from, to] = [atMost(soonest / minute), atLeast(latest / minute)];
  if (from === 0) return say`up to ${amount(to)} left`;
  if (from === to) return say`about ${amount(to)} left`;
  const [low, high] = [amount(from), amount(to)];
  // 2 to 5 min, and 40 min to 2 h
  const lowInShort = unitOf(from) === unitOf(to) ? low.slice(0, low.indexOf(" ")) : low;
  return say`${lowInShort} to ${high} left`;
}

function amount(minutes: number): string {
  return unitOf(minutes) === "h" ? `${minutes / 60} h` : `${minutes} min`;
}

const unitOf = (minutes: number) => (minutes >= 120 ? "h" : "min");
const lastStep = steps.at(-1) ?? 0;
const atMost = (minutes: number) =>
  minutes >= 120 ? Math.floor(minutes / 60) * 60 : (steps.findLast((step) => step <= minutes) ?? 0);
const atLeast = (minutes: number) =>
  minutes > lastStep ? Math.ceil(minutes / 60) * 60 : (steps.find((step) => step >= minutes) ?? lastStep);
const nearest = (minutes: number) => {
  const [low, high] = [atMost(minutes), atLeast(minutes)];
  return minutes - low < high - minutes ? low : high;
};
