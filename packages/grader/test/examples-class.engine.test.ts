import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { english, type Gradebook, gradebookSchema, type Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { afterEach, beforeEach, expect, test } from "vitest";

import { gradeClass } from "../src/grade-class.ts";
import { localGrader } from "../src/local-grader.ts";

const examples = join(import.meta.dirname, "../../../examples/class");

/** By lab and learner: what must stand in the gradebook. */
const expected: Record<string, unknown> = JSON.parse(await readFile(join(examples, "expected.json"), "utf8"));

let results: string;
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "examples-"));
});
afterEach(() => rm(results, { recursive: true }));

test.each(Object.keys(expected))("the class of lab %s earns what its page says", async (id) => {
  const gradebook = await grade(impatient(await findLab(id)));
  expect(earned(gradebook)).toEqual(expected[id]);
  expect(gradebook.ignored).toEqual([]);
});

/** One of this lab's examples starts a server in its build, which takes all the time that a build may take. */
const impatient = (lab: Lab): Lab =>
  lab.id === "06-test-stage" ? { ...lab, limits: { ...lab.limits, buildSeconds: 45 } } : lab;

async function grade(lab: Lab): Promise<Gradebook> {
  const roster = join(examples, `${lab.id}.roster.csv`);
  await using grader = localGrader({ lab, progress: () => undefined, onProving: () => undefined });
  await gradeClass({
    lab,
    submissions: join(examples, lab.id),
    folder: results,
    ...(existsSync(roster) && { roster }),
    // Alone it need not be graded once more.
    jobs: 1,
    grader,
    language: english,
    signal: new AbortController().signal,
    tell: () => undefined,
  });
  return gradebookSchema.parse(JSON.parse(await readFile(join(results, "gradebook.json"), "utf8")));
}

function earned({ checks, rows }: Gradebook) {
  return Object.fromEntries(
    rows.map(({ learner, attempts, counts, state, run, score, verdicts, sameAs }) => [
      learner.id,
      {
        ...(counts !== undefined && { counts: attempts[counts]?.entry }),
        state,
        ...(run && { run }),
        score,
        failing: checks.map(({ id }) => id).filter((_, index) => verdicts[index] === "fail"),
        sameAs,
      },
    ]),
  );
}
