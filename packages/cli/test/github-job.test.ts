import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Report } from "@shipshape/core";
import { plainLook, renderMarkdown } from "@shipshape/report";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { repositoryFolder } from "../src/repository-folder.ts";
import { appendStepSummary } from "../src/step-summary.ts";
import { withoutCommands } from "../src/workflow-log.ts";

const report: Report = {
  version: 1,
  lab: "01-first-image",
  labTitle: "A first image",
  submission: "alice",
  state: "completed",
  score: 1,
  maxScore: 1,
  checks: [
    { id: "image-builds", status: "pass", score: 1, maxScore: 1, title: "The image builds", message: "" },
  ],
  notes: [],
  evidenceDigest: "0",
  timings: {},
};

let folder: string;
let said: string[];
beforeEach(async () => {
  said = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
  folder = await mkdtemp(join(tmpdir(), "shipshape-job-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** A step's summary with what earlier commands of the step wrote to it. */
async function summaryAfter(written: string): Promise<string> {
  const file = join(folder, "summary.md");
  await writeFile(file, written);
  vi.stubEnv("GITHUB_STEP_SUMMARY", file);
  await appendStepSummary(report, plainLook);
  return readFile(file, "utf8");
}

test("a report is added to what is in the step's summary, apart by an empty line", async () => {
  expect(await summaryAfter("")).toBe(renderMarkdown(report));
  expect(await summaryAfter("# Mine\n")).toBe(`# Mine\n\n${renderMarkdown(report)}`);
});

test("a summary does not grow beyond what GitHub takes", async () => {
  const mebibyte = 1024 * 1024;
  const nearly = "x".repeat(mebibyte - 150);
  const text = await summaryAfter(nearly);
  expect(text.length).toBeLessThanOrEqual(mebibyte);
  expect(text).toContain("too long for a summary");
  expect(said).toEqual([]);
  expect(await summaryAfter("x".repeat(mebibyte))).toHaveLength(mebibyte);
  expect(said).toEqual(["shipshape: The summary of this step is full, so the report is not in it."]);
});

test("a job without a summary is left alone, and one that cannot be written does not fail the check", async () => {
  vi.stubEnv("GITHUB_STEP_SUMMARY", "");
  await appendStepSummary(report, plainLook);
  expect(said).toEqual([]);
  vi.stubEnv("GITHUB_STEP_SUMMARY", join(folder, "missing", "summary.md"));
  await appendStepSummary(report, plainLook);
  expect(said).toEqual([
    expect.stringMatching(/^shipshape: The summary of this step could not be written: `ENOENT/),
  ]);
});

test("in a job's log no line of a report is taken for a command, and elsewhere nothing is added", () => {
  vi.stubEnv("GITHUB_ACTIONS", "");
  expect(withoutCommands("    ::set-output name=a::b\n")).toBe("    ::set-output name=a::b\n");
  vi.stubEnv("GITHUB_ACTIONS", "true");
  const words = Array.from({ length: 2 }, () => {
    const text = withoutCommands("    ::set-output name=a::b\n");
    const [, before, after] =
      /^::stop-commands::(\S+)\n {4}::set-output name=a::b\n::(\S+)::\n$/.exec(text) ?? [];
    expect(after).toBe(before);
    return before;
  });
  expect(words[0]).toMatch(/^[\w-]{36}$/);
  expect(words[1]).not.toBe(words[0]);
});

test("a folder is named from the root of the repository that the job checked out", async () => {
  const deep = join(folder, "repo", "work", "01 first");
  await mkdir(deep, { recursive: true });
  await symlink(join(folder, "repo"), join(folder, "link"));
  vi.stubEnv("GITHUB_WORKSPACE", join(folder, "link"));
  expect(await repositoryFolder(deep)).toBe("work/01 first");
  expect(await repositoryFolder(join(folder, "repo"))).toBe("");
  expect(await repositoryFolder(join(folder, "repo", "..hidden"))).toBe("..hidden");
  expect(await repositoryFolder(folder)).toBeUndefined();
});

test("elsewhere it is named from the folder that the command was called in", async () => {
  vi.stubEnv("GITHUB_WORKSPACE", "");
  expect(await repositoryFolder("labs")).toBe("labs");
  expect(await repositoryFolder("/")).toBeUndefined();
});
