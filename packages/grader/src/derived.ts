import {
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";

/**
 * Writes a file that can be made again at any time, through all its names. One that has this very content stays
 * untouched, with its time.
 *
 * It is written in place and not synced: a loss of power may take of it what it likes, and the next judging compares
 * it with what is really there and writes it again. A class has thousands of them, and to write each beside the old
 * one and rename it takes ten times as long on ext4, and to sync it a thousand times.
 */
export function writeDerived(path: string, text: string): void {
  const size = Buffer.byteLength(text);
  const found = statSync(path, { throwIfNoEntry: false });
  // As text, all of it stays in V8's own memory: buffers of thousands of files pile up outside it.
  if (found?.size === size && readFileSync(path, "utf8") === text) return;
  writeFileSync(path, text, { flag: found ? "r+" : "w" });
  if (found && found.size > size) truncateSync(path, size);
}

/** Lets a file be found under a second name; where there are no links, as a copy. */
export function linkDerived(from: string, to: string): void {
  if (isSameFile(from, to)) return;
  const unfinished = `${to}.tmp`;
  rmSync(unfinished, { force: true });
  try {
    linkSync(from, unfinished);
  } catch {
    copyFileSync(from, unfinished);
  }
  renameSync(unfinished, to);
}

/** Writes a file under a name that may have been a second name of another one, which stays as it is. */
export function writeApart(path: string, text: string): void {
  if ((statSync(path, { throwIfNoEntry: false })?.nlink ?? 0) > 1) rmSync(path);
  writeDerived(path, text);
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
