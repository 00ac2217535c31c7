import type { Place } from "./check.ts";
import { type Evidence, seen } from "./evidence.ts";
import type { Verdict } from "./report.ts";

/** How many lines of a long instruction are shown, and how many on either side of it. */
const [mostLines, around] = [8, 1];

/** A place in the Dockerfile with the instruction that stands there, and the lines around it. */
export function quotedPlace(where: Place, evidence: Evidence): Verdict["where"] {
  const { instructions = [], lines = [] } = seen(evidence, "dockerfile") ?? {};
  const found = instructions.find(({ line, endLine }) => line <= where.line && where.line <= endLine);
  // A comment may be what is meant.
  const endLine = found?.endLine ?? where.line;
  const first = Math.max(1, where.line - around);
  const last = Math.min(endLine + around, where.line + mostLines);
  const shown = where.line > lines.length ? [] : lines.slice(first - 1, last);
  return {
    ...where,
    ...(found && { endLine, text: `${found.keyword} ${found.arguments}` }),
    ...(shown.length > 0 && { excerpt: { first, lines: shown } }),
  };
}
