import { createHash } from "node:crypto";

import { type Evidence, type Lab, md, unavailable } from "@shipshape/core";
import { findLab } from "@shipshape/course";

import type { Graded, Grader, Task } from "../../src/grading.ts";
import type { Rhythm } from "../../src/redis/rhythm.ts";

/** Quick, and still long enough for a machine that is busy. */
export const rhythm: Rhythm = { lockMs: 5_000, stalledMs: 500, beatMs: 300 };

/** The edge of the world: what an engine would have seen of a submission, which says itself what happens to it. */
export function fakeGrader({
  named = "one",
  prove = async () => undefined,
}: { named?: string; prove?: Grader["prove"] } = {}): Grader {
  return {
    prove,
    grade: async (task) => {
      const wish = task.submission.files.get("Dockerfile")?.toString() ?? "";
      task.onStage("build");
      if (wish.startsWith(`hang on ${named}`))
        await new Promise((_, reject) =>
          task.signal.addEventListener("abort", () => reject(new Error("aborted"))),
        );
      if (wish === `crash on ${named.split("-")[0]}`) process.kill(process.pid, "SIGKILL");
      if (wish.startsWith(`fail on ${named}`)) throw new Error(`the engine of ${named} is broken`);
      return gradedBy(named, task.digest, wish.startsWith("outage"));
    },
    imageId: async () => null,
    tidy: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function gradedBy(named: string, digest: string, outage: boolean): Graded {
  const evidence: Evidence = {
    version: 1,
    lab: "01-first-image",
    submission: digest.slice(0, 12),
    state: outage ? "infrastructure" : "completed",
    engine: { version: "1", store: "overlay2", architecture: "amd64", standIns: [] },
    sections: outage ? { build: unavailable(md`The engine failed.`, "infrastructure") } : {},
    timings: {},
  };
  return { evidence, buildLog: `graded by ${named}\n`.repeat(1_000), bases: { "python:3.13": null } };
}

/** A lab of which nothing is checked. */
export async function fakeLab(): Promise<Lab> {
  return { ...(await findLab("01")), checks: [] };
}

export function taskOf(wish: string, changes: Partial<Task> = {}): Task {
  const content = Buffer.from(wish);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const section = {
    files: [{ path: "Dockerfile", bytes: content.length, sha256 }],
    ignored: [],
    ignoredCount: 0,
    problems: [],
  };
  return {
    digest: sha256,
    submission: { section, files: new Map([["Dockerfile", content]]) },
    onStage: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
}
