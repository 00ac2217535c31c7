import { hash } from "node:crypto";

import type { Evidence } from "./evidence.ts";
import { rebuilds } from "./lab.ts";

/** What differs between two runs of one submission: times, ids, and the words of a process or an engine. */
const volatile = [
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
];

function fieldsOf(places: readonly string[], fields: readonly string[]): string[] {
  return places.flatMap((place) => fields.map((field) => `${place}.${field}`));
}

/** The fields of a place in evidence that are volatile or have such fields, by name. */
type Place = Map<string, Place | "volatile">;

/** All evidence. */
const whole: Place = new Map();
for (const path of volatile) {
  const names = path.split(".");
  const last = names.pop() ?? "";
  names.reduce(placeIn, whole).set(last, "volatile");
}

function placeIn(place: Place, name: string): Place {
  const found = place.get(name);
  if (found instanceof Map) return found;
  const made: Place = new Map();
  place.set(name, made);
  return made;
}

/**
 * Names evidence by its content: two runs of one submission on one platform and one set of bases agree.
 * @returns SHA-256 over the evidence's normal form (canonical JSON without volatile fields), in hexadecimal
 */
export function evidenceDigest(evidence: Evidence): string {
  return hash("sha256", JSON.stringify(normalForm(evidence, whole)));
}

/** @param place where the value stands; undefined where nothing in it is volatile */
function normalForm(value: unknown, place: Place | undefined): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => normalForm(item, place));
  const fields = value as Record<string, unknown>;
  const normal: Record<string, unknown> = {};
  for (const key of Object.keys(fields).toSorted()) {
    const at = around.has(key) ? place : place?.get(key);
    if (at === "volatile") continue;
    const field = normalForm(fields[key], at);
    // To assign it would give the object another prototype.
    if (key === "__proto__") Object.defineProperty(normal, key, { value: field, enumerable: true });
    else normal[key] = field;
  }
  return normal;
}

/** These two names are all around, and are no part of a place. */
const around = new Set(["sections", "observed"]);
