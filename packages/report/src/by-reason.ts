import type { Verdict } from "@shipshape/core";

/** The checks that were not judged, together where they share the reason: it need not be read once a check. */
export function byReason(
  verdicts: readonly Verdict[],
  status: "skip" | "error",
): { reason: string; ids: string[] }[] {
  const unjudged = verdicts.filter((verdict) => verdict.status === status);
  return Array.from(
    Map.groupBy(unjudged, ({ message }) => message),
    ([reason, group]) => ({ reason, ids: group.map(({ id }) => id) }),
  );
}
