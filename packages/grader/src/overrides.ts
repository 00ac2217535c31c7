import { constants, copyFile, link, readFile, rm } from "node:fs/promises";

import { type Learner, md } from "@shipshape/core";

import { unfinishedSuffix, writeSynced } from "./durable.ts";
import { columnsOf } from "./intake/roster-columns.ts";
import { findOnRoster } from "./intake/who-is.ts";
import { type OverrideLine, overrideLines, refuseLine } from "./override-lines.ts";

/** What a person decided on a learner's score. */
export type Override = {
  /** Any number from 0: more than the lab gives is a bonus. */
  readonly score: number;
  readonly comment: string;
};

export type Overrides = {
  /** By the learner's id. */
  readonly overrides: ReadonlyMap<string, Override>;
  /** Lines of learners whom the class does not have. */
  readonly unknown: readonly Pick<OverrideLine, "learner" | "line">[];
};

/**
 * Lays the file in which a person overrides scores, with nothing but its headings; one that is there stays as it is.
 * @param path `overrides.csv` of a class's folder
 */
export async function offerOverrides(path: string): Promise<void> {
  const unfinished = `${path}${unfinishedSuffix}`;
  try {
    await writeSynced(unfinished, "learner,score,comment\n");
    // Whole or not at all, and never in the place of a person's.
    await link(unfinished, path).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") throw error;
      // Where there are no links, as a copy.
      await copyFile(unfinished, path, constants.COPYFILE_EXCL);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/**
 * Reads the scores that a person decided on. A learner whose score is left empty keeps what was earned. A line is a
 * learner's by whatever the roster calls one learner alone: a class that is graded with another roster, for the sake of
 * a course system, has other ids.
 * @param path `overrides.csv` of a class's folder; where there is none, nothing was decided
 * @param learners those of the class
 * @throws ShipshapeError that names the file, the line and what is expected there
 */
export async function readOverrides(path: string, learners: readonly Learner[]): Promise<Overrides> {
  const content = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  const whose = learnerOf(learners);
  const decided = new Map<string, OverrideLine>();
  const unknown: OverrideLine[] = [];
  for (const each of content ? overrideLines(content, path) : []) {
    const learner = whose(each.learner);
    if (learner === undefined) unknown.push(each);
    else if (each.score !== undefined) {
      const before = decided.get(learner);
      if (before)
        refuseLine(
          path,
          each.line,
          md`line ${before.line} has a score for ${learner} already.`,
          md`Keep one of the two lines.`,
        );
      decided.set(learner, each);
    }
  }
  return {
    overrides: new Map(
      Array.from(decided, ([learner, { score = 0, comment }]) => [learner, { score, comment }]),
    ),
    unknown: unknown.map(({ learner, line }) => ({ learner, line })),
  };
}

/** @returns a function from what a line calls a learner to the learner's id, where it is one's alone */
function learnerOf(learners: readonly Learner[]): (called: string) => string | undefined {
  const known = new Set(learners.map(({ id }) => id));
  const find = findOnRoster(learners.map(rosterRow));
  return (called) => {
    const exact = [called, withoutQuote(called)].find((id) => known.has(id));
    if (exact !== undefined) return exact;
    const found = find([called]);
    return typeof found === "string" ? undefined : found.id;
  };
}

function rosterRow(learner: Learner) {
  const cells = Object.values(learner.columns);
  const header = Object.keys(learner.columns);
  const ids = (["id", "email"] as const)
    .flatMap((kind) => columnsOf(kind, header))
    .map((at) => cells[at] ?? "");
  return { learner, ids: [learner.id, ...ids.map((id) => id.trim())], names: [learner.name] };
}

/** In our own exports a quote keeps a name that looks like a formula from being one. */
const withoutQuote = (learner: string) => learner.replace(/^'(?=[=+\-@])/, "");
