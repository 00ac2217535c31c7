import type { Outcome } from "@shipshape/core";

/** What a learner did. `folder` is relative to the work folder, with `/` between folders. */
export type Event =
  | { readonly event: "started"; readonly lab: string; readonly folder: string }
  | ({ readonly event: "checked"; readonly lab: string } & Omit<Outcome, "at">)
  | { readonly event: "hint"; readonly lab: string; readonly check: string; readonly number: number }
  | { readonly event: "solution"; readonly lab: string };

export type RecordedEvent = Event & { /** As in ISO 8601. */ readonly at: string };

/** The first line of a progress file: what it is, for a person who opens it, and its version. */
export const header = {
  about: "What you did in the Shipshape course, one event a line. Shipshape adds to it and never changes it.",
  version: 1,
};

type Line = Partial<Record<string, unknown>>;

/** The version that a line declares, where it is a header. */
export function versionIn(line: unknown): number | undefined {
  if (!isObject(line) || "event" in line) return undefined;
  return typeof line["version"] === "number" ? line["version"] : undefined;
}

/** The event in a line; undefined where this version cannot understand it. */
export function eventIn(line: unknown): RecordedEvent | undefined {
  if (!isObject(line) || !isName(line["lab"]) || !isTime(line["at"])) return undefined;
  return isEvent(line) ? (line as RecordedEvent) : undefined;
}

// Without a schema library: reading it would take longer than all the rest of `labs` and `hint`.
function isEvent(line: Line): boolean {
  switch (line["event"]) {
    case "started":
      return isPathInside(line["folder"]);
    case "checked":
      return isOutcome(line);
    case "hint":
      return isName(line["check"]) && isCount(line["number"]);
    default:
      return line["event"] === "solution";
  }
}

const statuses: ReadonlySet<unknown> = new Set<Outcome["checks"][string]>(["pass", "fail", "skip", "error"]);

const isOutcome = ({ score, maxScore, checks, bytes }: Line): boolean =>
  (score === null || isNumber(score)) &&
  isNumber(maxScore) &&
  isObject(checks) &&
  Object.values(checks).every((status) => statuses.has(status)) &&
  (bytes === undefined || isNumber(bytes));

const isObject = (value: unknown): value is Line =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isName = (value: unknown): value is string => typeof value === "string" && value !== "";
const isTime = (value: unknown) => typeof value === "string" && !Number.isNaN(Date.parse(value));
const isNumber = (value: unknown) => typeof value === "number" && value >= 0;
const isCount = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
const isPathInside = (value: unknown) =>
  isName(value) && !value.startsWith("/") && !value.split(/[/\\]/).includes("..");
