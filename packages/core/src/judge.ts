import type { Check, Finding } from "./check.ts";
import { evidenceDigest } from "./evidence-digest.ts";
import type { Evidence, SectionName, Sections } from "./evidence.ts";
import { unavailable, type Unavailable } from "./evidence/observation.ts";
import type { Lab } from "./lab.ts";
import { english, type Language } from "./language.ts";
import { joinMarkdown, md, Markdown } from "./markdown.ts";
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
    notes: notes(evidence).map((note) => note.in(language)),
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
    ...(where && { where: quoted(where, evidence) }),
    why: language.translate(why),
    fix: ownFix?.in(language) ?? language.translate(fix),
    docs,
  };
}

/** How many lines of a long instruction are shown, and how many on either side of it. */
const [mostLines, around] = [8, 1];

/** A place in the Dockerfile with the instruction that stands there, and the lines around it. */
function quoted(where: { file: string; line: number }, evidence: Evidence): Verdict["where"] {
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

function seen<Name extends SectionName>(evidence: Evidence, name: Name): Sections[Name] | undefined {
  const observation = evidence.sections[name];
  return observation && "observed" in observation ? (observation.observed as Sections[Name]) : undefined;
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

function notes(evidence: Evidence): Markdown[] {
  const { standIns } = evidence.engine;
  const { ignored = [], ignoredCount = 0, edited = [] } = seen(evidence, "submission") ?? {};
  const unnamed = ignoredCount - ignored.length;
  return [
    ...(standIns.length > 0
      ? [
          md`No registry could be reached, so this was built on a stand-in for ${list(standIns)}, made on this machine. The official image differs in size and in patch version.`,
        ]
      : []),
    ...(edited.length > 0
      ? [md`Left alone, although it was changed: ${list(edited)}. The lab is checked with its own copy.`]
      : []),
    ...(ignored.length > 0
      ? [
          unnamed > 0
            ? md`Left alone, because the lab does not take them: ${list(ignored)} and ${grouped(unnamed)} more.`
            : md`Left alone, because the lab does not take it: ${list(ignored)}.`,
        ]
      : []),
  ];
}

/** A number in which thousands stand apart. */
const grouped = (count: number) => new Markdown(({ code }) => count.toLocaleString(code));

const list = (texts: readonly string[]) =>
  joinMarkdown(
    texts.map((text) => md`${text}`),
    ", ",
  );

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
