import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Submission } from "@shipshape/checker";
import type { Evidence } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { ClassFolder } from "../src/class-folder.ts";
import type { Graded } from "../src/grading.ts";

let path: string;

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), "class-")), "results");
});
afterEach(() => rm(join(path, ".."), { recursive: true }));

const submission = (text: string): Submission => ({
  section: {
    files: [{ path: "Dockerfile", bytes: text.length, sha256: text }],
    ignored: [],
    problems: [],
  },
  files: new Map([["Dockerfile", Buffer.from(text)]]),
});

const graded = (state: Evidence["state"]): Graded => ({
  evidence: {
    version: 1,
    lab: "01-first-image",
    submission: "one",
    state,
    engine: { version: "", store: "other", architecture: "", standIns: [] },
    sections: {},
    timings: {},
  },
  buildLog: "Step 1\n",
  bases: { "python:3.13-slim": "sha256:1" },
});

describe("a class's folder", () => {
  test("keeps what was handed in, the same bytes once", async () => {
    const folder = await ClassFolder.open(path, "01-first-image");
    const all = [submission("FROM a"), submission("FROM b"), submission("FROM a")];
    const [a, b, again] = await Promise.all(all.map((one) => folder.keepSubmission(one)));
    expect(again).toBe(a);
    expect(await readdir(folder.file("submissions"))).toEqual([String(a), String(b)].toSorted());
    expect(await folder.readSubmission(a ?? "")).toEqual(submission("FROM a"));
  });

  test("knows a submission as graded when all of it is kept, and not before", async () => {
    const folder = await ClassFolder.open(path, "01-first-image");
    const digest = await folder.keepSubmission(submission("FROM a"));
    expect(folder.readGraded(digest)).toBeUndefined();
    await folder.keepGraded(digest, graded("completed"), { inputs: "i", ms: 5 });
    expect(folder.readGraded(digest)).toEqual({
      inputs: "i",
      ms: 5,
      evidence: expect.stringMatching(/^[0-9a-f]{64}$/),
      bases: { "python:3.13-slim": "sha256:1" },
    });
    expect(folder.readEvidence(digest)?.state).toBe("completed");
    await folder.keepFailed(digest, graded("infrastructure"));
    expect(folder.readGraded(digest)).toBeUndefined();
    expect(folder.readEvidence(digest)?.state).toBe("infrastructure");
  });

  test("takes a file that a disk has damaged for none", async () => {
    const folder = await ClassFolder.open(path, "01-first-image");
    const digest = await folder.keepSubmission(submission("FROM a"));
    await folder.keepGraded(digest, graded("completed"), { inputs: "i", ms: 5 });
    await writeFile(folder.of(digest, "graded.json"), '{"inputs":');
    await writeFile(folder.of(digest, "evidence.json"), "");
    expect(folder.readGraded(digest)).toBeUndefined();
    expect(folder.readEvidence(digest)).toBeUndefined();
  });

  test("takes away what a run that was killed has left", async () => {
    const folder = await ClassFolder.open(path, "01-first-image");
    const digest = await folder.keepSubmission(submission("FROM a"));
    const whole = await readdir(path, { recursive: true });
    await mkdir(folder.file("submissions", "killed.tmp"));
    await writeFile(folder.of(digest, "evidence.json.tmp"), "{");
    await writeFile(folder.file("gradebook.json.tmp"), "{");
    await folder.sweep();
    expect(await readdir(path, { recursive: true })).toEqual(whole);
    expect(whole).toContain(join("submissions", digest));
  });

  test("is made by the next run where one was killed, or found the disk full, while it made it", async () => {
    await mkdir(path);
    await writeFile(join(path, "class.json.tmp"), '{"ver');
    await ClassFolder.open(path, "01-first-image");
    await rm(join(path, "submissions"), { recursive: true });
    const folder = await ClassFolder.open(path, "01-first-image");
    const digest = await folder.keepSubmission(submission("FROM a"));
    expect(await readdir(path, { recursive: true })).toContain(join("submissions", digest));
  });

  test("is opened again for its own lab, and for no other", async () => {
    await ClassFolder.open(path, "01-first-image");
    expect((await ClassFolder.openGraded(path)).lab).toBe("01-first-image");
    await ClassFolder.open(path, "01-first-image");
    await expect(ClassFolder.open(path, "02-build-context")).rejects.toThrow("another lab");
  });

  test("is not touched where a newer Shipshape wrote it, or where it is something else", async () => {
    await mkdir(path);
    await writeFile(join(path, "thesis.odt"), "");
    await expect(ClassFolder.open(path, "01-first-image")).rejects.toThrow("is not empty");
    await expect(ClassFolder.openGraded(path)).rejects.toThrow("holds no class");
    await writeFile(join(path, "class.json"), '{"version":2,"lab":"01-first-image"}');
    await expect(ClassFolder.open(path, "01-first-image")).rejects.toThrow("newer Shipshape");
    expect(await readdir(path)).toEqual(["class.json", "thesis.odt"]);
  });
});
