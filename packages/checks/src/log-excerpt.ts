import { codeBlock, md, visible, type Markdown } from "@shipshape/core";

const mostLines = 15;
const longestLine = 200;
const mostFound = 4;

/** The end of a log as a code block, short enough to be read. */
export function endOfLog(log: string): Markdown {
  const lines = linesOf(log);
  return lines.length === 0 ? md`It wrote nothing.` : block(lines);
}

/** The last traceback in a log as a code block, else the log's end: what a learner needs to see of a crash. */
export function crashInLog(log: string): Markdown {
  const lines = linesOf(log);
  const start = lines.findLastIndex((line) => line.startsWith("Traceback (most recent call last)"));
  if (start < 0) return endOfLog(log);
  // A traceback is indented; the first line that is not names the exception.
  const length = lines.slice(start + 1).findIndex((line) => /^\S/.test(line));
  return block(lines.slice(start, length < 0 ? undefined : start + length + 2));
}

/** The first lines of a log that have a word, as a code block. */
export function linesWith(word: string, log: string): Markdown {
  const found = linesOf(log).filter((line) => line.includes(word));
  return block(found.slice(0, mostFound));
}

function linesOf(log: string): string[] {
  return visible(log)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "");
}

function block(lines: readonly string[]): Markdown {
  const shortened = lines.map((line) =>
    line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line,
  );
  return codeBlock(shortened.slice(-mostLines).join("\n"));
}
