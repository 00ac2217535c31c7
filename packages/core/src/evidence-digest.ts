import { createHash } from "node:crypto";

import type { Evidence } from "./evidence.ts";

/** What differs between two runs of one submission: times, ids, and the words of a process or an engine. */
const volatile = new Set([
  "ms",
  "pid",
  "log",
  "hostname",
  "timings",
  "cached",
  "steps",
  "body",
  "error",
  "startError",
]);

/**
 * Names evidence by its content: two runs of one submission on one platform and one set of bases agree.
 * @returns SHA-256 over the evidence's normal form (canonical JSON without volatile fields), in hexadecimal
 */
export function evidenceDigest(evidence: Evidence): string {
  return createHash("sha256")
    .update(JSON.stringify(normalForm(evidence)))
    .digest("hex");
}

function normalForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalForm);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, field]) => !volatile.has(key) && field !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, normalForm(field)]),
  );
}
