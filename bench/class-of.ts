import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";

export type BenchClass = AsyncDisposable & {
  /** A folder for each learner, as `grade` takes it. */
  readonly submissions: string;
  /** The build contexts of the same learners, as a script takes them. */
  readonly contexts: readonly string[];
  /** For results, not made yet. */
  readonly results: string;
};

/**
 * Learners who all hand in something of their own: the lab's solution, each with a LABEL that nobody else has, so that
 * each is an image of its own whose steps are in the engine's cache.
 */
export async function classOf(lab: Lab, learners: number): Promise<BenchClass> {
  const root = await mkdtemp(join(tmpdir(), "bench-class-"));
  const [submissions, all] = [join(root, "submissions"), join(root, "contexts")];
  const contexts: string[] = [];
  for (let learner = 0; learner < learners; learner++) {
    const name = `learner-${String(learner).padStart(4, "0")}`;
    const context = join(all, name);
    await cp(lab.appFolder, join(context, lab.appIn), { recursive: true });
    for (const folder of [join(submissions, name), context]) {
      await mkdir(folder, { recursive: true });
      await cp(join(lab.folder, "solution"), folder, { recursive: true });
      const dockerfile = join(folder, "Dockerfile");
      await writeFile(
        dockerfile,
        `${(await readFile(dockerfile, "utf8")).trimEnd()}\nLABEL learner=${name}\n`,
      );
    }
    contexts.push(context);
  }
  return {
    submissions,
    contexts,
    results: join(root, "results"),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}
