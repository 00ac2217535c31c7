import { createHash } from "node:crypto";
import { isUtf8 } from "node:buffer";
import { constants } from "node:fs";
import { lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";

import {
  type FileProblem,
  type IgnoreRule,
  isException,
  type Lab,
  md,
  ShipshapeError,
  type SubmissionSection,
} from "@shipshape/core";

import { type Context, ignoreFileOf, ignoreFiles, isIgnoreFile, layContext } from "./build-context.ts";
import { isLearnersOwn, machineFailed } from "./file-trouble.ts";
import { decidingRule, ignoreRules } from "./ignore-rules.ts";

/** No file that a lab takes has a reason to be larger, in bytes. */
export const largestFile = 128_000;

/** How many files beside those that a lab takes are named. */
const mostNamed = 5;

/** What `shipshape start` lays beside the starter and the app. */
const instructions = "INSTRUCTIONS.md";

export type Submission = {
  readonly section: SubmissionSection;
  /** The files that the lab takes, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
};

/** What a learner handed in, wherever it lies: a folder, or an archive. */
export type HandedIn = {
  /** The names at its top. */
  readonly entries: readonly string[];
  /**
   * The content of one file, which is no longer than `largestFile`, or why it is not taken.
   * @throws ShipshapeError where this machine fails, which is no problem of the file
   */
  readonly read: (path: string) => Promise<Buffer | FileProblem>;
};

/**
 * A learner's folder. No link in it is followed.
 * @throws ShipshapeError where the folder cannot be read
 */
export async function handedInFolder(folder: string): Promise<HandedIn> {
  return { entries: await readFolder(folder), read: (path) => readBounded(join(folder, path)) };
}

/**
 * Reads from what a learner handed in the files that the lab takes, and nothing else.
 * @param submit the names of those files; the first has to be there
 * @param app the app's own files by where they stand in the build context, as they may among the learner's
 */
export async function readSubmission(
  handedIn: HandedIn,
  submit: readonly string[],
  app: Context = new Map(),
): Promise<Submission> {
  const { entries } = handedIn;
  const known = new Set([...submit, instructions, ...Array.from(app.keys(), (path) => path.split("/")[0])]);
  const ignored = entries.filter((entry) => !known.has(entry));
  const edited = await editedFiles(handedIn, submit, app);
  const files = new Map<string, Buffer>();
  const problems: SubmissionSection["problems"] = [];
  for (const [index, path] of submit.entries()) {
    const required = index === 0;
    const content = entries.includes(path) ? await readText(handedIn, path) : "missing";
    if (typeof content === "string") {
      if (content === "missing" && !required) continue;
      problems.push({ path, problem: content, ...(content === "too-large" && { limitBytes: largestFile }) });
    } else if (required && isBlank(content)) problems.push({ path, problem: "empty" });
    else if (ignoreFiles.some((name) => name === path) && !isIgnoreFile(content))
      problems.push({ path, problem: "bad-pattern" });
    else files.set(path, content);
  }
  const leftOut = leftOutOf(app, files);
  return {
    files,
    section: {
      files: Array.from(files, ([path, content]) => ({
        path,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      })),
      ignored: ignored.slice(0, mostNamed),
      ignoredCount: ignored.length,
      ...(edited.length > 0 && { edited: edited.slice(0, mostNamed) }),
      ...(leftOut && { leftOut }),
      problems,
    },
  };
}

export type SubmissionReader = {
  /** All that is ever looked at, by path: an archive is gone through once, and nothing else of it is kept. */
  readonly files: ReadonlySet<string>;
  readonly read: (handedIn: HandedIn) => Promise<Submission>;
};

/** Reads what many learners handed in for one lab. */
export async function submissionReader({
  submit,
  appFolder,
  appIn,
}: Pick<Lab, "submit" | "appFolder" | "appIn">): Promise<SubmissionReader> {
  const app = await layContext(appFolder, new Map(), appIn);
  return {
    files: new Set([...submit, ...app.keys()]),
    read: (handedIn) => readSubmission(handedIn, submit, app),
  };
}

/** What the ignore file in force leaves out of the app. */
function leftOutOf(app: Context, submitted: Context): SubmissionSection["leftOut"] {
  const ignoreFile = ignoreFileOf(submitted);
  const rules = ignoreFile && ignoreRules(submitted.get(ignoreFile) ?? Buffer.alloc(0));
  if (!rules) return undefined;
  const files = Array.from(app.keys()).flatMap((path) => {
    const by = decidingRule(rules, path);
    if (!by || isException(by)) return [];
    const overruled = rules.findLast((rule) => isException(rule) && rule.matches(path));
    return [{ path, by: plain(by), ...(overruled && { overruled: plain(overruled) }) }];
  });
  return { ignoreFile, files };
}

const plain = ({ line, text }: IgnoreRule): IgnoreRule => ({ line, text });

/** The app's files that the learner handed in with another content. */
async function editedFiles(handedIn: HandedIn, submit: readonly string[], app: Context): Promise<string[]> {
  // Most hand in nothing of the app: then nothing of it is looked for.
  const there = new Set(handedIn.entries);
  const others = Array.from(app).filter(
    ([path]) => !submit.includes(path) && there.has(path.split("/")[0] ?? ""),
  );
  const edited = await Promise.all(
    others.map(async ([path, content]) => {
      const found = await readText(handedIn, path);
      return typeof found !== "string" && !found.equals(content);
    }),
  );
  return others.filter((_, index) => edited[index]).map(([path]) => path);
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (cause) {
    throw new ShipshapeError(
      md`The submission ${folder} is no folder that can be read.`,
      "Name the folder that holds the Dockerfile.",
      { cause },
    );
  }
}

async function readText({ read }: HandedIn, path: string): Promise<Buffer | FileProblem> {
  const content = await read(path);
  return typeof content === "string" ? content : (textProblem(content) ?? content);
}

async function readBounded(path: string): Promise<Buffer | FileProblem> {
  try {
    const { size } = await lstat(path).then((found) => {
      if (found.isSymbolicLink()) throw new NotTaken("link");
      if (!found.isFile()) throw new NotTaken("not-a-file");
      return found;
    });
    if (size > largestFile) return "too-large";
    // Without O_NOFOLLOW a link could take the file's place between the look and the reading.
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    return problemOf(error as NodeJS.ErrnoException, path);
  }
}

/** @throws ShipshapeError where this machine failed */
function problemOf(error: NodeJS.ErrnoException, path: string): FileProblem {
  if (error instanceof NotTaken) return error.problem;
  if (error.code === "ENOENT") return "missing";
  if (isLearnersOwn(error.code)) return "unreadable";
  throw machineFailed(path, error);
}

class NotTaken extends Error {
  readonly problem: FileProblem;
  constructor(problem: FileProblem) {
    super(problem);
    this.problem = problem;
  }
}

function textProblem(content: Buffer): FileProblem | undefined {
  const utf16 = (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
  if (utf16) return "not-utf8";
  if (content.includes(0)) return "not-text";
  return isUtf8(content) ? undefined : "not-utf8";
}

/** A byte-order mark counts as white space. */
const isBlank = (content: Buffer) => content.toString().trim() === "";
