import { join } from "node:path";

import { handedInFolder, submissionReader } from "@shipshape/checker";
import { findLab } from "@shipshape/course";
import { expect, test } from "vitest";

import { Floor } from "../src/floor.ts";
import { localGrader } from "../src/local-grader.ts";

test("nothing is graded beside what another grader of the same process does alone", async () => {
  const lab = await findLab("01");
  const { read } = await submissionReader(lab);
  const submission = await read(await handedInFolder(join(lab.folder, "solution")));
  const options = { lab, progress: () => undefined, onProving: () => undefined };
  const floor = new Floor();
  await using grader = localGrader({ ...options, floor });
  await using stranger = localGrader(options);
  const task = (onStage: (stage: string) => void) => ({
    digest: "d".repeat(64),
    submission,
    onStage,
    signal: AbortSignal.timeout(300_000),
  });
  const stages: string[] = [];
  const alone = Promise.withResolvers<void>();
  const others = floor.alone(() => alone.promise);
  const graded = grader.grade(task((stage) => stages.push(stage)));
  await stranger.grade(task(() => undefined));
  expect(stages).toEqual([]);
  alone.resolve();
  await Promise.all([others, graded]);
  expect(stages).toContain("build");
});
