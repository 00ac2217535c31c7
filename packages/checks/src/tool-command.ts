import { posix } from "node:path";

import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

/** A command of a `RUN` in which a tool runs, and what may hide how it ended. */
export type ToolCommand = {
  /** The tool as the command names it, without its directory. */
  readonly tool: string;
  /** The words behind the tool's name, each without its quotes. */
  readonly words: readonly string[];
  /** The command without its redirections. */
  readonly plain: string;
  /** Its redirections as they are written, and the file that its output goes into. */
  readonly redirected?: { readonly words: string; readonly file: string };
  /** What stands behind it and may end well where the tool has failed. */
  readonly behind?: Behind;
};

export type Behind = {
  readonly operator: "||" | "|" | ";" | "\n";
  /** The command behind the operator. */
  readonly next: string;
  /** The last command of all, whose exit code counts where there are several lines. */
  readonly last: string;
  /** What to take away, from the operator on; absent where something stands there that is needed. */
  readonly needless?: string;
  /** Something stands between the tool and the operator, which runs only if the tool succeeds. */
  readonly afterSuccess: boolean;
};

type Piece = { readonly command: string; readonly operator: string };

/** The commands of a RUN, each with the operator that stands in front of it. */
export function commandsOf(words: string): Piece[] {
  const text = shellText(words);
  const pieces: Piece[] = [];
  let from = 0;
  let operator = "";
  // Quotes, escapes and redirections are passed over; what is left of the alternatives is an operator.
  for (const match of text.matchAll(/"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|\d?[<>]&|&>|(&&|\|\|?&?|[;&\n]+)/g)) {
    if (match[1] === undefined) continue;
    pieces.push({ command: text.slice(from, match.index).trim(), operator });
    operator = match[1];
    from = match.index + operator.length;
  }
  pieces.push({ command: text.slice(from).trim(), operator });
  return pieces.filter(({ command }) => command !== "");
}

/** What the shell of a `RUN` reads: evidence has the lines of a here-document only in the file itself. */
export function scriptOf(
  { lines = [] }: DockerfileSection,
  { arguments: words, line, endLine }: DockerfileInstruction,
): string {
  return /^(?:--\S+\s+)*<</.test(words) ? lines.slice(line, endLine - 1).join("\n") : words;
}

/** The text without the instruction's flags, and without the marks of the JSON form. */
function shellText(words: string): string {
  const text = words.replace(/^(?:--[a-z]\S*\s+)+/, "");
  if (!text.startsWith("[")) return text;
  const list = text.replaceAll(/^\[\s*"|"\s*\]\s*$/g, "").split(/"\s*,\s*"/);
  return /^(?:\S*\/)?(?:ba|da|)sh$/.test(list[0] ?? "") && list[1] === "-c"
    ? (list[2] ?? "")
    : list.join(" ");
}

/** Whether one of the commands in a RUN is a tool's own, and not the installing of it. */
export const runsTool = (tool: RegExp, words: string): boolean =>
  commandsOf(words).some(({ command }) => isOf(tool, command));

const isOf = (tool: RegExp, command: string) => tool.test(command) && !/\b(?:un)?install\b/.test(command);

/**
 * Finds a tool's command among those of a RUN.
 * @param strict whether a pipe fails where any of its commands does, as `SHELL` may have set
 */
export function toolCommand(tool: RegExp, words: string, strict = false): ToolCommand | undefined {
  const pieces = commandsOf(words);
  const at = pieces.findIndex(({ command }) => isOf(tool, command));
  const command = pieces[at]?.command;
  if (command === undefined) return undefined;
  const redirections = /\s*(?:\d?>>?&?|&>>?)\s*[^\s"';&|]+/g;
  const redirected = (command.match(redirections) ?? []).join("").trim();
  const [, file] = /(?:^|\s)(?:1?>>?|&>>?)\s*([^\s&]+)/.exec(redirected) ?? [];
  const plain = command.replaceAll(redirections, "").trim();
  const tokens = Array.from(plain.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g), ([token]) =>
    token.replaceAll(/["']/g, ""),
  );
  const named = tokens.findIndex((token) => tool.test(token));
  const behind = behindOf(pieces, at, words, strict);
  return {
    tool: posix.basename(tokens[named] ?? ""),
    words: tokens.slice(named + 1),
    plain,
    ...(file !== undefined && { redirected: { words: redirected, file } }),
    ...(behind && { behind }),
  };
}

/** Words of a shell with which another command decides than the one that stands behind. */
const control = /^(?:if|then|else|elif|while|until|for|case|do|trap|!|\(|\{)(?:\s|$)|^[({]/;

/** Commands that are there for their exit code or their words only, so that nothing is lost with them. */
const dispensable = /^(?:true|:|exit(?:\s+0)?|echo|printf|\[|\[\[|test|tee|cat)(?:\s|$)/;

function behindOf(pieces: readonly Piece[], at: number, words: string, strict: boolean): Behind | undefined {
  if (pieces.some(({ command, operator }) => control.test(command) || operator === "&")) return undefined;
  const safe = new Set(["&&"]);
  if (strict || /\bpipefail\b/.test(words)) safe.add("|");
  if (/(?:^|[\s;])set\s+-\w*e/.test(words)) [";", "\n"].forEach((operator) => safe.add(operator));
  const rest = pieces.slice(at + 1);
  const first = rest.findIndex(
    ({ command, operator }) => !safe.has(kindOf(operator)) && !/^(?:exit [1-9]|false\b)/.test(command),
  );
  const piece = rest[first];
  if (!piece) return undefined;
  const end = rest.findIndex((it, index) => index >= first && !dispensable.test(it.command));
  const needless = rest
    .slice(first, end < 0 ? undefined : end)
    .map(({ operator, command }) => `${operator} ${command}`)
    .join(" ");
  return {
    operator: kindOf(piece.operator) as Behind["operator"],
    next: piece.command,
    last: rest.at(-1)?.command ?? "",
    ...(needless !== "" && { needless }),
    afterSuccess: first > 0,
  };
}

/** `|&` is a pipe, and several ends of lines are one. */
function kindOf(operator: string): string {
  if (operator === "|&") return "|";
  return /^[;\n]+$/.test(operator) ? (operator.includes(";") ? ";" : "\n") : operator;
}
