import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type HandedIn, type Submission } from "@shipshape/checker";
import { onTestFinished } from "vitest";

import type { Intake } from "../../src/intake/intake.ts";
import { takeIn } from "../../src/intake/take-in.ts";

export const submit = ["Dockerfile", ".dockerignore"];

/** A folder with these files, by path; what ends in a slash is an empty folder. */
export async function folderOf(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "class-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files))
    if (path.endsWith("/")) await mkdir(join(folder, path), { recursive: true });
    else {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  return folder;
}

/** Reads as the checker does, but for a lab of two files whose app is `app.py`. */
async function read({ entries, read }: HandedIn): Promise<Submission> {
  const files = new Map<string, Buffer>();
  const problems: Submission["section"]["problems"] = [];
  for (const path of submit) {
    const content = entries.includes(path) ? await read(path) : "missing";
    if (typeof content !== "string") files.set(path, content);
    else if (content !== "missing" || path === "Dockerfile") problems.push({ path, problem: content });
  }
  const app = entries.includes("app.py") ? await read("app.py") : "missing";
  const ignored = entries.filter((entry) => !submit.includes(entry));
  return {
    files,
    section: {
      files: Array.from(files, ([path, content]) => ({
        path,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      })),
      ignored,
      ignoredCount: ignored.length,
      ...(typeof app !== "string" && { edited: ["app.py"] }),
      problems,
    },
  };
}

/** An intake with what was kept of each attempt, in the place of its digest. */
export type TakenClass = Intake & { readonly kept: ReadonlyMap<string, Submission> };

export async function takeClass(
  folder: string,
  roster?: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<TakenClass> {
  const kept = new Map<string, Submission>();
  const intake = await takeIn({
    folder,
    ...(roster !== undefined && { roster }),
    reader: { files: new Set([...submit, "app.py"]), read },
    submit,
    keep: (submission) => {
      const digest = createHash("sha256").update(JSON.stringify(submission.section)).digest("hex");
      kept.set(digest, submission);
      return Promise.resolve(digest);
    },
    signal,
    tell: () => undefined,
  });
  return { ...intake, kept };
}

/** What each learner handed in, oldest first: the Dockerfile, its problem, or why nothing was taken. */
export function dockerfilesOf({ attempts, kept, learners }: TakenClass): Record<string, string[]> {
  return Object.fromEntries(
    learners.map(({ id }) => [
      id,
      (attempts.get(id) ?? []).map(({ submission, note = "" }) => {
        const found = submission === undefined ? undefined : kept.get(submission);
        return found?.files.get("Dockerfile")?.toString() ?? found?.section.problems[0]?.problem ?? note;
      }),
    ]),
  );
}
