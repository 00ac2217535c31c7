import type { Report, Verdict } from "./report.ts";

/** What is kept of a check of a submission, so that the next one can be compared with it. */
export type Outcome = {
  /** When it was judged, as in ISO 8601. */
  readonly at: string;
  /** Null where an error of ours withheld it. */
  readonly score: number | null;
  readonly maxScore: number;
  /** Each check's status, by its id. */
  readonly checks: Readonly<Record<string, Verdict["status"]>>;
  /** The whole image, uncompressed, where one was built. */
  readonly bytes?: number;
};

/** What a second check of a submission shows beside the first. */
export type Changes = {
  /** When the first was judged, as in ISO 8601. */
  readonly since: string;
  /** Ids of the checks that pass now and did not, and of those that did and fail now. */
  readonly mended: readonly string[];
  readonly broken: readonly string[];
  /** How much larger the image is; negative where it is smaller, absent where one of the two was not built. */
  readonly bytes?: number;
};

/** @param at when the report was judged, as in ISO 8601 */
export function outcomeOf({ score, maxScore, checks, image }: Report, at: string): Outcome {
  return {
    at,
    score,
    maxScore,
    checks: Object.fromEntries(checks.map(({ id, status }) => [id, status])),
    ...(image && { bytes: image.bytes }),
  };
}

/** A check that was skipped or hit by an error of ours is neither mended nor broken by that. */
export function changesSince(before: Outcome, { checks, image }: Report): Changes {
  const turned = (from: readonly Verdict["status"][], to: Verdict["status"]) =>
    checks
      .filter(({ id, status }) => status === to && from.some((status) => before.checks[id] === status))
      .map(({ id }) => id);
  return {
    since: before.at,
    mended: turned(["fail", "skip"], "pass"),
    broken: turned(["pass"], "fail"),
    ...(image && before.bytes !== undefined && { bytes: image.bytes - before.bytes }),
  };
}
