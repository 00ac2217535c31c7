import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";

import { appFiles } from "@shipshape/course/app-files";

import { matchPatterns } from "./ignore-patterns.ts";

/** Files by path, with `/` between folders. */
export type Context = ReadonlyMap<string, Buffer>;

/**
 * Lays a submission over the lab's app.
 * @param appIn the folder of the context that gets the app; `.` is the context itself
 */
export async function layContext(
  app: string,
  submission: ReadonlyMap<string, Buffer>,
  appIn = ".",
): Promise<Context> {
  const context = new Map<string, Buffer>();
  for (const path of await appFiles(app))
    context.set(posix.join(appIn, path), await readFile(join(app, path)));
  for (const [path, content] of submission) context.set(path, content);
  return context;
}

/** Names a context by its files, in whatever order they stand. */
export function contextDigest(context: Context): string {
  const hash = createHash("sha256");
  for (const [path, content] of Array.from(context).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(JSON.stringify([path, content.length])).update(content);
  return hash.digest("hex");
}

/** The ignore files that Docker knows: the first that is there counts. */
export const ignoreFiles = ["Dockerfile.dockerignore", ".dockerignore"] as const;

/** The ignore file that is in force. */
export function ignoreFileOf(context: Context): (typeof ignoreFiles)[number] | undefined {
  return ignoreFiles.find((path) => context.has(path));
}

/** What Docker refuses and the matcher lets pass: a lone `!`, and a `\` with nothing behind it. */
const refused = /^\s*!\s*$|^(?:[^*\\\n]|\\\S)*\\\s*$/m;

/** Whether an ignore file can be read: one mistake in a pattern makes all of it void. */
export function isIgnoreFile(content: Buffer): boolean {
  if (refused.test(content.toString().replaceAll(/^(?:\uFEFF)?#.*/gm, ""))) return false;
  try {
    matchPatterns(content.toString().replace(/^\uFEFF/, ""))("probe");
    return true;
  } catch {
    return false;
  }
}

/**
 * A Dockerfile that is read by the engine's own frontend: a `syntax` directive, which BuildKit takes behind `#` or
 * `//` or from JSON, would have the engine fetch and run another from a registry. Lines keep their numbers.
 */
export function ownFrontend(dockerfile: Buffer): Buffer {
  const lines = dockerfile.toString().split("\n");
  const start = lines.findIndex((line) => !/^\uFEFF?\s*(?:#|\/\/|$)/.test(line));
  const head = lines
    .slice(0, start < 0 ? undefined : start)
    .map((line) => line.replace(/^(\uFEFF?\s*(?:#|\/\/)\s*)syntax(\s*)=/i, "$1syntax$2:"));
  const body = start < 0 ? [] : lines.slice(start);
  // No instruction begins with a brace: as a comment it fails as it would have failed, and is no JSON.
  if (body[0]?.trimStart().startsWith("{")) body[0] = `#${body[0]}`;
  return Buffer.from([...head, ...body].join("\n"));
}
