import type { Verdict } from "@shipshape/core";

/** The skipped checks, together where they share the reason: it need not be read once a check. */
export function skippedByReason(verdicts: readonly Verdict[]): { reason: string; ids: string[] }[] {
  const skipped = verdicts.filter(({ status }) => status === "skip");
  return Array.from(
    Map.groupBy(skipped, ({ message }) => message),
    ([reason, group]) => ({ reason, ids: group.map(({ id }) => id) }),
  );
}
