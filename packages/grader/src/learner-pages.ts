import { mkdirSync, readdirSync, rmSync } from "node:fs";

import type { Gradebook, GradebookRow, Language, Report } from "@shipshape/core";
import { countedAttempt, learnerReport, plainLook, renderHtml, safeFileName } from "@shipshape/report";

import type { ClassFolder } from "./class-folder.ts";
import { linkDerived, writeApart } from "./derived.ts";

/**
 * Lays each learner's report under the learner's name. It is that of the submission itself, but where there is more to
 * say: that a person decided otherwise, that it was late, or why there is none. A page of somebody who has none any
 * more goes.
 * @param reports by the digest of the submission
 */
export function writeLearnerPages(
  folder: ClassFolder,
  gradebook: Gradebook,
  reports: ReadonlyMap<string, Report>,
  language: Language,
): void {
  mkdirSync(folder.file("learners"), { recursive: true });
  const pages = new Set<string>();
  for (const row of gradebook.rows) {
    const digest = countedAttempt(row)?.submission ?? "";
    const report = reports.get(digest);
    const page = `${safeFileName(row.learner.id)}.html`;
    const file = folder.file("learners", page);
    if (report && saysAll(row)) linkDerived(folder.of(digest, "report.html"), file);
    else {
      const own = learnerReport(gradebook, row, report, language);
      if (!own) continue;
      writeApart(file, renderHtml(own, { ...plainLook, language }));
    }
    pages.add(page);
  }
  // What is no page is a person's own.
  for (const found of readdirSync(folder.file("learners")))
    if (found.endsWith(".html") && !pages.has(found))
      rmSync(folder.file("learners", found), { recursive: true, force: true });
}

/** Whether the submission's own report tells the learner everything. */
const saysAll = (row: GradebookRow): boolean =>
  row.state === "graded" && !row.overridden && countedAttempt(row)?.late !== true;
