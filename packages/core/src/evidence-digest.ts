import { createHash } from "node:crypto";

import type { Evidence } from "./evidence.ts";
import { rebuilds } from "./lab.ts";

/** What differs between two runs of one submission: times, ids, and the words of a process or an engine. */
const volatile = new Set([
  "timings",
  ...fieldsOf(
    ["build", ...["canaries", ...rebuilds].map((name) => `${name}.build`)],
    ["ms", "steps", "error", "failedStep", "log"],
  ),
  ...fieldsOf(["container"], ["log", "startError"]),
  "processes.live.pid",
  "http.hostname",
  ...fieldsOf(
    ["http.home", "http.health", "database.visits", "database.health.allowed", "database.health.refused"],
    ["body", "location"],
  ),
  ...fieldsOf(rebuilds, ["nonce", "ran"]),
]);

function fieldsOf(places: readonly string[], fields: readonly string[]): string[] {
  return places.flatMap((place) => fields.map((field) => `${place}.${field}`));
}

/**
 * Names evidence by its content: two runs of one submission on one platform and one set of bases agree.
 * @returns SHA-256 over the evidence's normal form (canonical JSON without volatile fields), in hexadecimal
 */
export function evidenceDigest(evidence: Evidence): string {
  return createHash("sha256")
    .update(JSON.stringify(normalForm(evidence, "")))
    .digest("hex");
}

/** @param path the names on the way to the value, without `sections` and `observed`, which are all around */
function normalForm(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => normalForm(item, path));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, field]) => ({
        key,
        field,
        at: around.has(key) ? path : path === "" ? key : `${path}.${key}`,
      }))
      .filter(({ at, field }) => !volatile.has(at) && field !== undefined)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, field, at }) => [key, normalForm(field, at)]),
  );
}

const around = new Set(["sections", "observed"]);
