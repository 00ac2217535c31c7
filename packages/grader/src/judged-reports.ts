import { setImmediate } from "node:timers/promises";

import {
  type Check,
  type DockerfileSection,
  type Evidence,
  judge,
  type Language,
  type Report,
  type Rubric,
  seen,
} from "@shipshape/core";
import { plainLook, renderHtml, renderJson, renderMarkdown } from "@shipshape/report";

import type { ClassFolder } from "./class-folder.ts";
import { writeDerived } from "./derived.ts";

export type JudgingRequest = {
  readonly folder: ClassFolder;
  readonly rubric: Rubric;
  /** Every check there is, by id. */
  readonly checks: ReadonlyMap<string, Check>;
  readonly language: Language;
};

/** What came of the submissions of a class, by digest. */
export type Judged = {
  readonly reports: ReadonlyMap<string, Report>;
  readonly dockerfiles: ReadonlyMap<string, DockerfileSection>;
  /** How long each took to grade, in ms. */
  readonly times: ReadonlyMap<string, number>;
  /** By a check's id, those whose evidence was gathered without what the check needs. */
  readonly ungathered: ReadonlyMap<string, readonly string[]>;
};

/**
 * Judges submissions from the evidence that is kept of them, and writes a report of each in every form. One without
 * evidence that can be judged has no report.
 */
export async function judgeReports(digests: readonly string[], request: JudgingRequest): Promise<Judged> {
  const { folder, rubric, checks } = request;
  const reports = new Map<string, Report>();
  const dockerfiles = new Map<string, DockerfileSection>();
  const times = new Map<string, number>();
  const ungathered = new Map<string, string[]>();
  for (const digest of digests) {
    // Whoever watches is answered meanwhile, and Ctrl-C too.
    await setImmediate();
    const evidence = folder.readEvidence(digest);
    const report = evidence && judgeAnything(evidence, request);
    if (!report) continue;
    reports.set(digest, report);
    writeReport(digest, report, request);
    const ms = folder.readGraded(digest)?.ms;
    if (ms !== undefined) times.set(digest, ms);
    const dockerfile = seen(evidence, "dockerfile");
    if (dockerfile) dockerfiles.set(digest, dockerfile);
    for (const { id } of rubric.checks)
      if (checks.get(id)?.needs.some((name) => !evidence.sections[name])) {
        const others = ungathered.get(id);
        if (others) others.push(digest);
        else ungathered.set(id, [digest]);
      }
  }
  return { reports, dockerfiles, times, ungathered };
}

/** Whatever a disk or a person has made of one submission's evidence, the class is judged. */
function judgeAnything(evidence: Evidence, { rubric, checks, language }: JudgingRequest): Report | undefined {
  try {
    return evidence.version === 1 ? judge(rubric, evidence, checks, language) : undefined;
  } catch {
    return undefined;
  }
}

function writeReport(digest: string, report: Report, { folder, language }: JudgingRequest): void {
  const look = { ...plainLook, language };
  writeDerived(folder.of(digest, "report.json"), renderJson(report));
  writeDerived(folder.of(digest, "report.md"), renderMarkdown(report, look));
  writeDerived(folder.of(digest, "report.html"), renderHtml(report, look));
}
