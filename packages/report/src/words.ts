import type { Report, RunState, Verdict } from "@shipshape/core";

/** How every format for people names a verdict's status. */
export const statusWord: Record<Verdict["status"], string> = {
  pass: "passed",
  fail: "failed",
  skip: "skipped",
  error: "our error",
};

/** Why the checks saw less than a whole run; nothing for a run that was completed. */
const stateSentence: Record<RunState, string> = {
  completed: "",
  "submission-invalid": "There was nothing that could be built, so that comes first.",
  "build-failed": "The image did not build, so that comes first.",
  "build-timeout": "The build was stopped because it took longer than the lab allows.",
  "output-limit": "The run was stopped because it wrote more output than the lab allows.",
  "start-failed": "The image was built, but its container did not start or did not go on running.",
  "out-of-memory": "The container was stopped because it needed more memory than the lab allows.",
  infrastructure: "",
};

/** `7 of 10 points`, or that they are withheld. */
export function pointsOf({ score, maxScore }: Pick<Report, "score" | "maxScore">): string {
  return score === null ? `Points withheld (out of ${number(maxScore)})` : points(score, maxScore);
}

/** What a check earned. An error of ours is never shown as a zero. */
export function worth({ status, score, maxScore }: Verdict): string {
  return status === "error" ? `withheld, out of ${number(maxScore)}` : points(score, maxScore);
}

function points(score: number, maxScore: number): string {
  return `${number(score)} of ${number(maxScore)} ${maxScore === 1 ? "point" : "points"}`;
}

const number = (value: number) => String(Math.round(value * 100) / 100);

/** `2 checks`. */
export function checks(count: number): string {
  return count === 1 ? "1 check" : `${count} checks`;
}

/** Whether the run or a check failed because of us, so that the report has to say so before anything else. */
export function oursToMend({ state, score }: Report): boolean {
  return state === "infrastructure" || score === null;
}

/** What is said first where our side failed. */
export const ourSide =
  "Something failed on our side, not in your work. Nothing of this counts against you: check again, and tell whoever runs the course if it stays.";

/** How the run ended and how many checks ended in which way, in a sentence or two. */
export function outcomeOf({ state, checks: verdicts }: Report): string {
  return [stateSentence[state], tally(verdicts)].filter(Boolean).join(" ");
}

function tally(verdicts: readonly Verdict[]): string {
  const counts = Map.groupBy(verdicts, ({ status }) => status);
  if (counts.get("pass")?.length === verdicts.length) return `All ${checks(verdicts.length)} passed.`;
  const parts = (["pass", "fail", "skip", "error"] as const)
    .filter((status) => counts.has(status))
    .map((status) => `${counts.get(status)?.length} ${tallyWord[status]}`);
  return `Of ${checks(verdicts.length)}, ${parts.join(", ")}.`;
}

const tallyWord = { ...statusWord, error: "not judged because of our error" };

/** `Time: build 12.3 s, start 170 ms`. */
export function timeOf({ timings }: Report): string {
  const stages = Object.entries(timings).map(([stage, ms]) => `${stage} ${duration(ms)}`);
  return stages.length > 0 ? `Time: ${stages.join(", ")}.` : "";
}

/** `170 ms`, `12.3 s` or `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** The check's words under a label in bold, on its line unless they begin with a list or a block. */
export function labelled(label: string, source: string): string {
  const beginsWithBlock = /^\s*(?:[-*+>] |#|\d+[.)] |```|~~~)/.test(source);
  return `**${label}:**${beginsWithBlock ? "\n\n" : " "}${source}`;
}
