import type { DockerfileInstruction, DockerfileSection } from "@shipshape/core";

import { shellCommands, shellWords } from "./shell-words.ts";

/** One thing that a Dockerfile does: an instruction, one command of a RUN, one variable of an ENV. */
export type Step = {
  /** On one line, with stages and users under names of ours. */
  readonly text: string;
  /** The same for steps that do the same, however they are spelled. */
  readonly key: string;
};

type Names = { readonly stages: ReadonlyMap<string, string>; readonly users: ReadonlySet<string> };

/** What a Dockerfile does, step by step, without what only its author sees: comments, white space, names. */
export function stepsOf(dockerfile: DockerfileSection): Step[] {
  const names = { stages: stageNames(dockerfile), users: userNames(dockerfile) };
  return dockerfile.instructions.flatMap((instruction) => instructionSteps(instruction, dockerfile, names));
}

function instructionSteps(
  instruction: DockerfileInstruction,
  { stages }: DockerfileSection,
  names: Names,
): Step[] {
  const { keyword, arguments: text, stage } = instruction;
  const words = shellWords(text);
  switch (keyword) {
    case "FROM": {
      const { base = "", baseStage } = stages[stage] ?? {};
      const flags = words.filter((word) => word.startsWith("--"));
      return [step(keyword, [...flags, baseStage === undefined ? base : stageName(baseStage)])];
    }
    case "RUN":
      return runSteps(text, names);
    case "CMD":
    case "ENTRYPOINT":
      return [command(keyword, execWords(text), names)];
    case "COPY":
    case "ADD":
      return [copyStep(keyword, text, names)];
    case "ENV":
    case "LABEL":
      return pairs(words).map((pair) => step(keyword, [pair]));
    case "ARG":
    case "EXPOSE":
    case "VOLUME":
      return words.map((word) => step(keyword, [word.replace(/^\[|[\],]+$/g, "").replace(/\/tcp$/i, "")]));
    case "USER":
      return [step(keyword, [withoutUsers(text.trim(), names)])];
    case "HEALTHCHECK": {
      const at = words.findIndex((word) => /^(?:CMD|NONE)$/i.test(word));
      const flags = words.slice(0, Math.max(at, 0)).toSorted();
      return [command(keyword, [...flags, ...execWords(words.slice(at + 1).join(" "))], names)];
    }
    case "WORKDIR":
      return [step(keyword, [plainPath(words.join(" "))])];
    default:
      return [step(keyword, words)];
  }
}

/** Commands that are joined by `&&` do the same in one RUN as in several. */
function runSteps(text: string, names: Names): Step[] {
  const mount = /^\s*((?:--\S+\s+)+)/.exec(text)?.[1] ?? "";
  const flags = shellWords(mount).map((flag) => withStages(flag, names).replace(/(?<==).*/s, sortedParts));
  const rest = text.slice(mount.length);
  const commands = rest.trim().startsWith("[") ? [execWords(rest)] : shellCommands(rest);
  return [
    ...flags.toSorted().map((flag) => step("RUN", [flag])),
    ...commands.map((words) => command("RUN", words, names)),
  ];
}

const sortedParts = (list: string) => list.split(",").toSorted().join(",");

/** The sources in any order, and the destination. */
function copyStep(keyword: string, text: string, names: Names): Step {
  const words = text.includes("[")
    ? [...shellWords(text.slice(0, text.indexOf("["))), ...execWords(text.slice(text.indexOf("[")))]
    : shellWords(text);
  const flags = words
    .filter((word) => word.startsWith("--"))
    .map((flag) => (flag.startsWith("--chown=") ? withoutUsers(flag, names) : withStages(flag, names)));
  const paths = words.filter((word) => !word.startsWith("--")).map(plainPath);
  const sources = paths.slice(0, -1).toSorted();
  return step(keyword, [...flags.toSorted(), ...sources, ...paths.slice(-1)]);
}

/** A path names the version of Python that the base has said before. */
function plainPath(path: string): string {
  const plain = path.replace(/^(?:\.\/)+(?=.)/, "").replace(/(?<=.)\/+$/, "");
  return plain.replaceAll(/(?<=\/python3)\.\d+(?=\/)/g, "") || ".";
}

/** The words of a command in exec form, or in shell form, without the shell that only starts it. */
function execWords(text: string): string[] {
  const words = text.trim().startsWith("[") ? jsonWords(text) : shellWords(text);
  const started =
    /^(?:\/bin\/)?(?:ba)?sh$/.test(words[0] ?? "") && words[1] === "-c" ? words.slice(2) : words;
  const plain = started.length === 1 ? shellWords(started[0] ?? "") : started;
  return plain[0] === "exec" ? plain.slice(1) : plain;
}

function jsonWords(text: string): string[] {
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    // It is cut, or no JSON: then it is a shell's.
    return shellWords(text);
  }
}

/** Programs by one name, options in one spelling and any order. */
function command(keyword: string, words: readonly string[], names: Names): Step {
  const [program = "", ...rest] = programFirst(words);
  const aliases = optionAliases.get(program.split("/").at(-1) ?? "") ?? {};
  const given = rest
    .flatMap((word) => /^(--[\w-]+)=(.*)$/s.exec(word)?.slice(1) ?? [word])
    .map((word) => (Object.hasOwn(aliases, word) ? (aliases[word] as string) : word))
    .map((word) => word.replace(/^:(?=\d+$)/, "0.0.0.0:").replace(/^\.\/(?=.)/, ""))
    .map((word) => (namesUsers.has(program) ? withoutUsers(word, names) : word))
    .map((word) => word.replace(/(?<=\/home\/)[\w-]+/, (name) => (names.users.has(name) ? "USER" : name)));
  return {
    text: [keyword, program, ...given].join(" ").trim(),
    key: [keyword, program, ...given.toSorted()].join(" "),
  };
}

function programFirst(words: readonly string[]): string[] {
  const [first = "", second, third, ...rest] = words;
  const program = /^(?:python|pip)[\d.]*$/.test(first) ? first.replace(/[\d.]+$/, "") : first;
  // `python -m flask` is `flask`.
  if (program === "python" && second === "-m" && /^(?:pip|flask|gunicorn)$/.test(third ?? ""))
    return [third as string, ...rest];
  return [program, ...words.slice(1)];
}

const optionAliases = new Map<string, Readonly<Record<string, string>>>([
  ["pip", { "-r": "--requirement", "-U": "--upgrade", "-q": "--quiet", "-w": "--wheel-dir" }],
  ["flask", { "-h": "--host", "-p": "--port", "-A": "--app" }],
  ["gunicorn", { "-b": "--bind", "-w": "--workers", "-c": "--config", "-t": "--timeout" }],
  ["apt-get", { "-y": "--yes", "--assume-yes": "--yes", "-qq": "--quiet", "-q": "--quiet" }],
  ["useradd", { "-r": "--system", "-m": "--create-home", "-u": "--uid", "-g": "--gid", "-s": "--shell" }],
]);

/** Programs whose arguments name users; elsewhere the same word may be the app. */
const namesUsers = new Set(
  "useradd adduser usermod groupadd addgroup chown chgrp install su gosu runuser setpriv".split(" "),
);

function withoutUsers(text: string, { users }: Names): string {
  return text.replaceAll(/(?<![\w/.-])[A-Za-z_][\w-]*(?![\w/.])/g, (word) =>
    users.has(word) ? "USER" : word,
  );
}

/** Those that a USER names, or that are made. */
function userNames({ instructions }: DockerfileSection): Set<string> {
  const used = instructions
    .filter(({ keyword }) => keyword === "USER")
    .flatMap(({ arguments: text }) => text.trim().split(":"));
  const made = instructions
    .filter(({ keyword }) => keyword === "RUN")
    .flatMap(({ arguments: text }) => shellCommands(text))
    .filter(([program = ""]) => /^(?:useradd|adduser|groupadd|addgroup)$/.test(program))
    .flatMap((words) => words.slice(-1));
  return new Set([...used, ...made].filter((name) => /^[A-Za-z_][\w-]*$/.test(name) && name !== "root"));
}

const stageName = (index: number) => `stage-${index + 1}`;

/** By name and by number. */
function stageNames({ stages }: DockerfileSection): Map<string, string> {
  const byNumber = stages.map((_, index) => [String(index), stageName(index)] as const);
  const byName = stages.flatMap(({ name }, index) =>
    name === undefined ? [] : [[name, stageName(index)] as const],
  );
  return new Map([...byNumber, ...byName]);
}

function withStages(flag: string, { stages }: Names): string {
  return flag.replace(/(?<=\bfrom=)[^,\s]+/, (name) => stages.get(name.toLowerCase()) ?? name);
}

/** `A=1 B=2`, or in the old form `A 1`. */
function pairs(words: readonly string[]): string[] {
  const [name = "", ...rest] = words;
  return name.includes("=") || rest.length === 0 ? [...words] : [`${name}=${rest.join(" ")}`];
}

function step(keyword: string, words: readonly string[]): Step {
  const text = [keyword, ...words].join(" ");
  return { text, key: text };
}
