import { distance } from "fastest-levenshtein";

/** What somebody who mistyped a name probably meant; undefined where nothing is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, away: distance(candidate, wanted) }))
    .filter(({ candidate, away }) => away <= 2 && away < candidate.length / 2)
    .toSorted((a, b) => a.away - b.away)[0]?.candidate;
}
