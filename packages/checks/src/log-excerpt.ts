import { codeBlock, md, visible, type Markdown } from "@shipshape/core";

const mostLines = 15;
const longestLine = 200;
const mostFound = 4;

/** The end of a log as a code block, short enough to be read. */
export function endOfLog(log: string): Markdown {
  const lines = linesOf(log);
  return lines.length === 0 ? md`It wrote nothing.` : block(lines.filter(tells));
}

/**
 * The last traceback in a log as a code block, else the log's end: what a learner needs to see of a crash. Of the
 * frames, that is those outside of installed packages, and the last one.
 */
export function crashInLog(log: string): Markdown {
  const lines = linesOf(log);
  const start = lines.findLastIndex((line) => line.startsWith("Traceback (most recent call last)"));
  if (start < 0) return endOfLog(log);
  // A traceback is indented; the first line that is not names the exception.
  const length = lines.slice(start + 1).findIndex((line) => /^\S/.test(line));
  const end = length < 0 ? lines.length : start + length + 1;
  return block([
    ...lines.slice(start, start + 1),
    ...framesThatTell(lines.slice(start + 1, end)),
    ...lines.slice(end, end + 1),
  ]);
}

/** Where a frame of a traceback begins. */
const frame = /^\s*File "([^"]+)"/;

const isOfPackage = (line = "") =>
  /\/(?:site|dist)-packages\/|^<frozen |\/lib\/python3/.test(frame.exec(line)?.[1] ?? "");

const isMark = (line: string) => /^[\s~^]+$/.test(line);

/** Whether a line is more than a frame of an installed package, its code, or the marks below that. */
const tells = (line: string, at: number, lines: readonly string[]) =>
  !isMark(line) && !isOfPackage(line) && (frame.test(line) || !isOfPackage(lines[at - 1]));

function framesThatTell(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => frame.test(line));
  let left = false;
  let source = 0;
  return lines.flatMap((line, at) => {
    if (frame.test(line)) {
      const wasLeft = left;
      left = at !== last && isOfPackage(line);
      source = 0;
      return left ? (wasLeft ? [] : ["  …"]) : [line];
    }
    source += 1;
    // Below a frame stands its code, the first line of which says enough, and marks under that.
    return left || (at < last && source > 1) || isMark(line) ? [] : [line];
  });
}

/** The first lines of a log that have a word, as a code block. */
export function linesWith(word: string, log: string): Markdown {
  const found = linesOf(log).filter((line) => line.includes(word));
  return block(found.slice(0, mostFound));
}

/** What pip writes in the midst of what went wrong: praise of its newer version, and words about its own innocence. */
const aside =
  /^\[notice\]|^\s*(?:note: This error originates from a subprocess|\[end of output\]|╰─> See above for output)/;

function linesOf(log: string): string[] {
  return visible(log)
    .split("\n")
    .map((line) => narrow(line.trimEnd()))
    .filter((line) => line !== "" && !aside.test(line));
}

/** pytest rules lines across 80 columns, and sets percentages at their end: there is less room in a report. */
const narrow = (line: string) =>
  line
    .replaceAll(/([=_])\1{7,}/g, (_, rule: string) => rule.repeat(4))
    .replaceAll(/(?<=\S) {8,}(?=\[)/g, "  ");

function block(lines: readonly string[]): Markdown {
  const shortened = lines.map((line) =>
    line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line,
  );
  return codeBlock(shortened.slice(-mostLines).join("\n"));
}
