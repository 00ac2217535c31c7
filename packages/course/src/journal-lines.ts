import { eventIn, header, type RecordedEvent, versionIn } from "./journal-event.ts";

/** What stands in a progress file. */
type Lines = {
  /** In their order. Of the checks of a lab, the last one, and those before it that earned more or everything. */
  readonly events: readonly RecordedEvent[];
  /** The numbers of the lines that cannot be understood, from 1. */
  readonly strange: readonly number[];
  /** Whether a newer version has written it. */
  readonly newer: boolean;
};

/**
 * Reads the lines of a progress file from its end: of the thousands of checks that come together where every save is
 * checked, few are worth the time that it takes to read them whole.
 */
export function readLines(text: string): Lines {
  const events: RecordedEvent[] = [];
  const strange: number[] = [];
  const bestLater = new Map<string, number>();
  const lines = text.split("\n");
  let newer = false;
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? "";
    if (line === "" || isOutdone(line, bestLater)) continue;
    const value = parsed(line);
    const version = versionIn(value);
    const event = eventIn(value);
    if (event?.event === "checked")
      bestLater.set(event.lab, Math.max(event.score ?? 0, bestLater.get(event.lab) ?? 0));
    if (version !== undefined) newer ||= version > header.version;
    else if (event) events.push(event);
    else strange.push(index + 1);
  }
  return { events: events.toReversed(), strange: strange.toReversed(), newer };
}

/** A check's line as it is written, up to its points. */
const checkLine =
  /^\{"at":"[^"]+","event":"checked","lab":"([^"\\]+)","score":([\d.]+|null),"maxScore":([\d.]+),/;

/** Whether a line is a check that earned neither everything nor more than what came after it in the same lab. */
function isOutdone(line: string, bestLater: ReadonlyMap<string, number>): boolean {
  const found = checkLine.exec(line);
  // A line that was cut off has no end, and is told.
  if (!found || !line.endsWith("}")) return false;
  const best = bestLater.get(found[1] ?? "");
  const score = Number(found[2] === "null" ? 0 : found[2]);
  return best !== undefined && score <= best && score < Number(found[3]);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
