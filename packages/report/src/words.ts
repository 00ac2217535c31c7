import {
  english,
  formatScore,
  type Language,
  type Report,
  type RunState,
  type Say,
  sayIn,
  type Verdict,
} from "@shipshape/core";

/** How every format for people names a verdict's status. */
export function statusWord(status: Verdict["status"], say: Say): string {
  switch (status) {
    case "pass":
      return say`passed`;
    case "fail":
      return say`failed`;
    case "skip":
      return say`skipped`;
    case "error":
      return say`our error`;
  }
}

/** Why the checks saw less than a whole run; nothing for a run that was completed. */
function stateSentence(state: RunState, say: Say): string {
  switch (state) {
    case "submission-invalid":
      return say`There was nothing that could be built, so that comes first.`;
    case "build-failed":
      return say`The image did not build, so that comes first.`;
    case "build-timeout":
      return say`The build was stopped because it took longer than the lab allows.`;
    case "output-limit":
      return say`The run was stopped because it wrote more output than the lab allows.`;
    case "start-failed":
      return say`The image was built, but its container did not start or did not go on running.`;
    case "out-of-memory":
      return say`The container was stopped because it needed more memory than the lab allows.`;
    case "completed":
    case "infrastructure":
      return "";
  }
}

/** `7 of 10 points`, or that they are withheld. */
export function pointsOf(
  { score, maxScore }: Pick<Report, "score" | "maxScore">,
  language: Language,
): string {
  return score === null
    ? sayIn(language)`Points withheld (out of ${formatScore(maxScore, language)})`
    : points(score, maxScore, language);
}

/** What a check earned. An error of ours is never shown as a zero. */
export function worth({ status, score, maxScore }: Verdict, language: Language): string {
  return status === "error"
    ? sayIn(language)`withheld, out of ${formatScore(maxScore, language)}`
    : points(score, maxScore, language);
}

function points(score: number, maxScore: number, language: Language): string {
  const say = sayIn(language);
  return maxScore === 1
    ? say`${formatScore(score, language)} of 1 point`
    : say`${formatScore(score, language)} of ${formatScore(maxScore, language)} points`;
}

/** Whether the run or a check failed because of us, so that the report has to say so before anything else. */
export function oursToMend({ state, score }: Report): boolean {
  return state === "infrastructure" || score === null;
}

/** What is said first where our side failed. */
export function ourSide(say: Say): string {
  return say`Something failed on our side, not in your work. Nothing of this counts against you: check again, and tell whoever runs the course if it stays.`;
}

/** How many checks an error of ours hit. */
export function withheld(count: number, say: Say): string {
  return count === 1 ? say`our error: 1 check withheld` : say`our error: ${count} checks withheld`;
}

/** How the run ended and how many checks ended in which way, in a sentence or two. */
export function howItEnded({ state, checks }: Report, say: Say, language: Language): string {
  return [stateSentence(state, say), tally(checks, say, language)].filter(Boolean).join(" ");
}

function tally(verdicts: readonly Verdict[], say: Say, language: Language): string {
  const all = verdicts.length;
  if (verdicts.every(({ status }) => status === "pass"))
    return all === 1 ? say`The one check passed.` : say`All ${all} checks passed.`;
  const counts = Map.groupBy(verdicts, ({ status }) => status);
  const count = (status: Verdict["status"]) => counts.get(status)?.length ?? 0;
  const parts = [
    ...(count("pass") > 0 ? [say`${count("pass")} passed`] : []),
    ...(count("fail") > 0 ? [say`${count("fail")} failed`] : []),
    ...(count("skip") > 0 ? [say`${count("skip")} skipped`] : []),
    ...(count("error") > 0 ? [say`${count("error")} not judged because of our error`] : []),
  ];
  const list = enumerated(parts, language);
  return all === 1 ? say`Of 1 check, ${list}.` : say`Of ${all} checks, ${list}.`;
}

/** `Time: build 12.3 s, run 170 ms`. */
export function timeOf({ timings }: Report, say: Say, language: Language): string {
  const stages = Object.entries(timings).map(
    ([stage, ms]) => `${stageWord(stage, say)} ${duration(ms, language)}`,
  );
  return stages.length > 0 ? say`Time: ${enumerated(stages, language)}.` : "";
}

/** The experiments go by the names that evidence has for them. */
function stageWord(stage: string, say: Say): string {
  switch (stage) {
    case "read":
      return say`read`;
    case "build":
      return say`build`;
    case "run":
      return say`run`;
    default:
      return stage;
  }
}

/** `one, two, three`, as the language separates them. */
function enumerated(parts: readonly string[], { code }: Language): string {
  return formatsOf(code).list.format(parts);
}

/** `170 ms`, `12.3 s` or `2 min 5 s`. */
export function duration(ms: number, { code }: Language = english): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  return seconds < 60
    ? `${formatsOf(code).seconds.format(seconds)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

type Formats = { readonly list: Intl.ListFormat; readonly seconds: Intl.NumberFormat };

const formats = new Map<string, Formats>();

/** To make them takes a hundred times as long as to use them, and a class has thousands of reports. */
function formatsOf(code: string): Formats {
  const known = formats.get(code);
  if (known) return known;
  const made = {
    list: new Intl.ListFormat(code, { type: "unit" }),
    seconds: new Intl.NumberFormat(code, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  };
  formats.set(code, made);
  return made;
}

/** Why a check matters and what to try, each under a label in bold, as Markdown; what it does not have is left out. */
export function advice({ why, fix }: Verdict, say: Say): string[] {
  return [
    ...(why ? [labelled(say`Why it matters:`, why)] : []),
    ...(fix ? [labelled(say`What to try:`, fix)] : []),
  ];
}

/** The label stands on the words' own line unless they begin with a list or a block. */
function labelled(label: string, source: string): string {
  const beginsWithBlock = /^\s*(?:[-*+>] |#|\d+[.)] |```|~~~)/.test(source);
  return `**${label}**${beginsWithBlock ? "\n\n" : " "}${source}`;
}
