import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseDockerfile } from "@shipshape/checker";
import type { DockerfileSection, Gradebook, Lab, Language, Rubric } from "@shipshape/core";
import { countedAttempt, nearCopies, renderOverview } from "@shipshape/report";

import type { Judged } from "./judged-reports.ts";

export type OverviewRequest = {
  readonly gradebook: Gradebook;
  readonly judged: Judged;
  readonly lab: Lab;
  readonly rubric: Rubric;
  readonly language: Language;
};

/** Writes the instructor's page of a class. */
export async function classOverview({
  gradebook,
  judged,
  lab,
  rubric,
  language,
}: OverviewRequest): Promise<string> {
  const { reports, dockerfiles, times } = judged;
  const addedLimit = rubric.checks.find(({ id }) => id === "image-size")?.options["added"];
  return renderOverview({
    gradebook,
    reports,
    copies: nearCopies(thoseThatCount(dockerfiles, gradebook), await givenDockerfiles(lab)),
    times: { grading: times },
    ...(typeof addedLimit === "number" && { addedLimit }),
    language,
  });
}

/** An earlier attempt of the same learner is alike by nature, and no copy. */
function thoseThatCount(dockerfiles: Judged["dockerfiles"], { rows }: Gradebook): Judged["dockerfiles"] {
  const counting = new Set(rows.map((row) => countedAttempt(row)?.submission));
  return new Map(dockerfiles.entries().filter(([digest]) => counting.has(digest)));
}

/** What everybody was given, or may have read in the lab's folder: to have that in common is no copying. */
async function givenDockerfiles({ folder, accepted }: Lab): Promise<DockerfileSection[]> {
  const given = ["starter", "solution", ...accepted.map((name) => `accepted/${name}`)];
  const texts = await Promise.all(
    given.map((name) => readFile(join(folder, name, "Dockerfile"), "utf8").catch(() => "")),
  );
  return texts.filter(Boolean).map((text) => parseDockerfile(text));
}
