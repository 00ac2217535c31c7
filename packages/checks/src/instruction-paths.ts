import { posix } from "node:path";

import type { DockerfileInstruction } from "@shipshape/core";

/** A path in an image, from a directory and what an instruction says. */
export function resolvePath(directory: string, path: string): string {
  return posix.resolve("/", directory, path.replaceAll(/^["']|["']$/g, ""));
}

/** Whether a path is a directory itself or something in it. */
export function isWithin(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

/** A stage's instructions, each with the working directory that it finds. */
export function inDirectories(instructions: readonly DockerfileInstruction[]) {
  let directory = "/";
  return instructions.map((instruction) => {
    const found = { instruction, directory };
    if (instruction.keyword === "WORKDIR") directory = resolvePath(directory, instruction.arguments);
    return found;
  });
}

/** What COPY or ADD takes; a pattern stands for the directory that it looks in. */
export function copySources(words: string): string[] {
  return operands(words)
    .slice(0, -1)
    .map((source) => source.replace(/[^/]*[*?[].*$/, "") || "/");
}

/** Where COPY or ADD puts what it takes: for what looks like a file the file, else the directory. */
export function copiedPaths(words: string, directory: string): string[] {
  const all = operands(words);
  const sources = all.slice(0, -1);
  const destination = all.at(-1) ?? ".";
  const place = resolvePath(directory, destination);
  const intoDirectory = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(destination);
  return sources.map((source) => {
    const name = posix.basename(source);
    return intoDirectory && /\w\.\w+$/.test(name) ? posix.join(place, name) : place;
  });
}

/** What the mounts of a RUN take from elsewhere. */
export function mounts(words: string): { from: string; path: string }[] {
  return allMounts(words).filter(({ from }) => from !== "");
}

/** A mount of a RUN; `bind` is the type that is meant where none is named. */
export type Mount = {
  readonly type: string;
  readonly from: string;
  readonly path: string;
  readonly target: string;
};

/** The mounts of a RUN. */
export function allMounts(words: string): Mount[] {
  return Array.from(words.matchAll(/--mount=(\S+)/g), ([, text = ""]) => {
    const fields = new Map(
      text.split(",").map((field) => field.split("=", 2) as [string, string | undefined]),
    );
    return {
      type: fields.get("type") ?? "bind",
      from: fields.get("from") ?? "",
      path: resolvePath("/", fields.get("source") ?? fields.get("src") ?? "/"),
      target: fields.get("target") ?? fields.get("dst") ?? fields.get("destination") ?? "",
    };
  });
}

/** Commands that leave nothing in their working directory, but where they are told to. */
const writesElsewhere = new Set(
  "pip pip3 venv virtualenv ensurepip apt apt-get apk useradd adduser groupadd addgroup usermod chown chmod mkdir rm ls echo cd set export test true . source pytest flake8".split(
    " ",
  ),
);

/** Where a command is told to write: `venv DIR`, `--target DIR`, `-w DIR`, `> FILE`. */
const outputs =
  /(?:\bvenv|\bvirtualenv|\s--(?:target|prefix|root|wheel-dir|dest|output|out)|\s-[twod]|>)(?:\s+--?[\w-]+)*[\s=]*([^\s"'=-][^\s"';&|]*)/g;

/**
 * Whether a RUN may have made something at a path: it names an output there, or it is a command of which nothing
 * is known that works there or names the path.
 * @param directory its working directory
 */
export function writesInto(words: string, directory: string, path: string): boolean {
  const commands = words
    .replaceAll(/--mount=\S+|[[\]",]/g, " ")
    .split(/&&|\|\||[;|]/)
    .map((command) => command.trim());
  return commands.some((command) => {
    const named = Array.from(command.matchAll(outputs), ([, output = ""]) => resolvePath(directory, output));
    if (named.some((output) => isWithin(output, path) || isWithin(path, output))) return true;
    if (writesElsewhere.has(programOf(command))) return false;
    return isWithin(directory, path) || isWithin(path, directory) || command.includes(path);
  });
}

/** The program that a command runs, by its bare name: `pip` for `/opt/venv/bin/python -m pip install …`. */
function programOf(command: string): string {
  const [program = "", ...rest] = command.split(/\s+/).filter((word) => !/^\w+=/.test(word));
  const name = posix.basename(program);
  return /^python[\d.]*$/.test(name) && rest[0] === "-m" ? (rest[1] ?? "") : name;
}

/** The words behind the flags, of the plain form or the JSON form. */
function operands(words: string): string[] {
  return words
    .replace(
      /^((?:--\S+\s+)*)\[(.*)\]\s*$/,
      (_, flags: string, list: string) => flags + list.replaceAll(/[",]+/g, " "),
    )
    .split(/\s+/)
    .filter((word) => word !== "" && !word.startsWith("--"));
}
