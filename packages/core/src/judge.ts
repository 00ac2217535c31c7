import type { Check, Finding } from "./check.ts";
import { evidenceDigest } from "./evidence-digest.ts";
import { type Evidence, type SectionName, type Sections, seen } from "./evidence.ts";
import { unavailable, type Unavailable } from "./evidence/observation.ts";
import type { Lab } from "./lab.ts";
import { english, type Language } from "./language.ts";
import { md } from "./markdown.ts";
import { quotedPlace } from "./quoted-place.ts";
import { reportNotes } from "./report-notes.ts";
import type { Report, Verdict } from "./report.ts";

/** The part of a lab that judging needs. */
export type Rubric = Pick<Lab, "id" | "title" | "checks">;

/**
 * Judges evidence by a lab's checks.
 * @param checks every check there is, by id; the lab's loader has seen to it that the lab names no other
 * @param language what the report's words are written in
 */
export function judge(
  rubric: Rubric,
  evidence: Evidence,
  checks: ReadonlyMap<string, Check>,
  language: Language = english,
): Report {
  const verdicts = rubric.checks.map(({ id, points, options }) => {
    const check = checks.get(id);
    if (!check) throw new Error(`The lab ${rubric.id} names a check that there is not: ${id}`);
    return verdictOf(check, points, options, evidence, language);
  });
  const withheld = verdicts.some(({ status }) => status === "error");
  const image = seen(evidence, "image");
  const before = seen(evidence, "before");
  return {
    version: 1,
    language: language.code,
    lab: rubric.id,
    labTitle: rubric.title,
    submission: evidence.submission,
    state: evidence.state,
    score: withheld ? null : sum(verdicts.map(({ score }) => score)),
    maxScore: sum(verdicts.map(({ maxScore }) => maxScore)),
    checks: verdicts,
    ...(image && { image: imageSummary(image) }),
    ...(before && { before: { dockerfile: before.dockerfile, ...imageSummary(before) } }),
    notes: reportNotes(evidence).map((note) => note.in(language)),
    evidenceDigest: evidenceDigest(evidence),
    timings: evidence.timings,
  };
}

/**
 * The part of a rubric that can be judged while evidence is still being gathered: the checks to which nothing is
 * missing that they look at.
 */
export function soFar(rubric: Rubric, { sections }: Evidence, checks: ReadonlyMap<string, Check>): Rubric {
  const ready = ({ needs, wants }: Check) => [...needs, ...wants].every((name) => sections[name]);
  return { ...rubric, checks: rubric.checks.filter(({ id }) => ready(checks.get(id) as Check)) };
}

function verdictOf(
  check: Check,
  points: number,
  options: unknown,
  evidence: Evidence,
  language: Language,
): Verdict {
  const words = { id: check.id, title: language.translate(check.title), maxScore: points };
  const missing = check.needs.map((name) => gap(evidence, name)).find((it) => it !== undefined);
  if (missing) {
    const status = missing.blame === "submission" ? "skip" : "error";
    const foreseen = status === "skip" && check.foresee?.(sectionsOf(evidence, check.wants));
    const reason = language.translateFilled(missing.unavailable);
    const message = foreseen ? `${reason} ${foreseen.in(language)}` : reason;
    return { ...words, status, score: 0, message };
  }
  let finding: Finding;
  try {
    finding = check.judge(sectionsOf(evidence, [...check.needs, ...check.wants]), options);
  } catch (error) {
    return {
      ...words,
      status: "error",
      score: 0,
      message: md`This check has a mistake of its own: ${String(error)}`.in(language),
    };
  }
  return finding.holds
    ? { ...words, status: "pass", score: points, message: "" }
    : { ...words, status: "fail", score: 0, ...failure(check, finding, evidence, language) };
}

function failure(
  { why, fix, docs }: Check,
  { message, where, fix: ownFix }: Finding & { holds: false },
  evidence: Evidence,
  language: Language,
) {
  return {
    message: message.in(language),
    ...(where && { where: quotedPlace(where, evidence) }),
    why: language.translate(why),
    fix: ownFix?.in(language) ?? language.translate(fix),
    docs,
  };
}

function gap(evidence: Evidence, name: SectionName): Unavailable | undefined {
  const observation = evidence.sections[name];
  if (!observation) {
    return unavailable(
      md`This evidence was gathered without the section ${name}: gather it again.`,
      "infrastructure",
    );
  }
  return "observed" in observation ? undefined : observation;
}

function sectionsOf(evidence: Evidence, names: readonly SectionName[]): Sections {
  const found = names.map((name) => [name, seen(evidence, name)] as const);
  return Object.fromEntries(found.filter(([, section]) => section !== undefined)) as Sections;
}

function imageSummary({
  base,
  layers,
}: Pick<Sections["image"], "base" | "layers">): NonNullable<Report["image"]> {
  const addedBytes = sum(layers.map(({ bytes }) => bytes));
  return {
    bytes: base.bytes + addedBytes,
    addedBytes,
    base: { reference: base.reference, bytes: base.bytes },
    layers,
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
