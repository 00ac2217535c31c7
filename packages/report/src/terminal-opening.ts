import { type Changes, type Report, sayIn } from "@shipshape/core";

import { bar } from "./bar.ts";
import { byReason } from "./by-reason.ts";
import { changeSentences } from "./change-sentences.ts";
import { legibleLine, type Look, paint } from "./look.ts";
import { renderMessage } from "./markdown-terminal.ts";
import { inside } from "./terminal-failure.ts";
import { howItEnded, oursToMend, ourSide, pointsOf, withheld } from "./words.ts";
import { hang, wrap } from "./wrap.ts";

/**
 * What every report begins with: how far the learner got, and what changed since the last check; before it all, what
 * went wrong on our side.
 * @param subject lines that say of what this is the report
 */
export function opening(
  report: Report,
  subject: readonly string[],
  look: Look,
  changes: Changes | undefined,
): string[] {
  return [
    ...(oursToMend(report) ? ours(report, look) : []),
    standing(report, subject, look),
    changes ? changed(changes, look) : "",
  ];
}

function ours(report: Report, look: Look): string[] {
  const say = sayIn(look.language);
  const within = inside(look);
  const groups = byReason(report.checks, "error").map(({ reason, ids }) =>
    [
      paint(["bold", "magenta"], wrap(withheld(ids.length, say), look.columns), look),
      hang("  ", renderMessage(reason, within)),
      hang("  ", wrap(ids.join(", "), within.columns)),
    ].join("\n"),
  );
  return [paint("bold", wrap(ourSide(say), look.columns), look), ...groups];
}

/** Points, a bar, and how many checks ended how. */
function standing(report: Report, subject: readonly string[], look: Look): string {
  const say = sayIn(look.language);
  const points = pointsOf(report, look.language);
  const shown = report.score === null ? points : `${points}  ${bar(report.score / report.maxScore, look)}`;
  return [
    paint("bold", wrap(shown, look.columns), look),
    wrap(howItEnded(report, say, look.language), look.columns),
    ...subject.map((line) => wrap(legibleLine(line, look), look.columns)),
  ].join("\n");
}

function changed(changes: Changes, look: Look): string {
  return changeSentences(changes)
    .map((sentence) => renderMessage(sentence, look))
    .join("\n");
}
