import { posix } from "node:path";

import { md } from "@shipshape/core";

import { isWithin } from "./instruction-paths.ts";
import type { ToolCommand } from "./tool-command.ts";
import { takeOut, whyPassedOver, type Cause } from "./why-passed-over.ts";

/** What a tool should have seen. */
export type Fault = {
  /** The file that was changed, by its path in the app. */
  readonly file: string;
  /** What the linters call it; absent for a broken test. */
  readonly rule?: string | undefined;
};

/** Why a tool that ran shows nothing of a fault, where its command and its output tell. */
export function whyUnseen(
  command: ToolCommand,
  line: number,
  output: string,
  fault: Fault,
): Cause | undefined {
  const { tool, plain, redirected, behind } = command;
  const option = blinding(command, output, fault);
  if (option) return { why: option.why, fix: takeOut(option.words, line) };
  const passedOver = whyPassedOver(command, line);
  if (redirected && behind?.needless !== undefined)
    return {
      why: md`${tool} writes into ${redirected.file} instead of the build's output, and ${behind.needless} lets the step succeed where it fails.`,
      fix: md`On line ${line}, leave only ${`RUN ${plain}`}.`,
    };
  return /\b[1-9]\d* (?:failed|error)/.test(output) ? passedOver : undefined;
}

/** Words that keep a tool from looking at the fault. */
function blinding({ tool, words }: ToolCommand, output: string, { file, rule }: Fault) {
  const listing = words.find((word) => /^--(?:collect-only|co|setup-plan|fixtures)$/.test(word));
  if (listing !== undefined)
    return { words: listing, why: md`With ${listing}, ${tool} lists the tests and runs none.` };

  const [deselected] = /\b\d+ deselected\b/.exec(output) ?? [];
  const choosing = optionsOf(words, /^(?:-[km]|--deselect)(?:=|$)/);
  if (deselected !== undefined && choosing[0])
    return {
      words: choosing[0].words,
      why: md`With ${choosing[0].words}, ${tool} leaves tests out: its output says ${deselected}.`,
    };

  if (rule !== undefined) {
    const covers = ({ value }: Option) =>
      value.split(/[,\s]+/).some((it) => it !== "" && rule.startsWith(it));
    const selecting = optionsOf(words, /^--select(?:=|$)/).find((it) => !covers(it));
    const ignoring = optionsOf(words, /^--(?:extend-)?ignore(?:=|$)/).find(covers);
    const found = selecting ?? ignoring;
    if (found)
      return {
        words: found.words,
        why: md`With ${found.words}, ${tool} does not look for an unused import, which it calls ${rule}.`,
      };
  }

  const excluding = optionsOf(words, /^--(?:extend-exclude|exclude|ignore)(?:=|$)/).find(({ value }) =>
    value.split(",").some((path) => holds(path, file)),
  );
  if (excluding)
    return { words: excluding.words, why: md`With ${excluding.words}, ${tool} does not look at ${file}.` };

  // Behind the first option a word may be that option's value.
  const first = words.findIndex((word) => word.startsWith("-"));
  const paths = words.slice(0, first < 0 ? undefined : first);
  const knownPaths = paths.every((path) => /^[\w./-]+$/.test(path) && !path.startsWith("/"));
  if (paths.length > 0 && knownPaths && !paths.some((path) => holds(path, file))) {
    const named = paths.join(" ");
    return { words: named, why: md`${`${tool} ${named}`} looks only at what it names, and not at ${file}.` };
  }
  return undefined;
}

/** Whether a path, relative to the app's folder, is a file or a folder around it. */
function holds(path: string, file: string): boolean {
  const normal = posix.normalize(path).replace(/\/$/, "");
  return normal === "." || isWithin(file, normal);
}

/** An option as it is written, and its value, which stands behind `=` or is the next word. */
type Option = { readonly words: string; readonly value: string };

function optionsOf(words: readonly string[], name: RegExp): Option[] {
  return words.flatMap((word, at) => {
    if (!name.test(word)) return [];
    const own = /=(.*)$/s.exec(word);
    const next = words[at + 1] ?? "";
    return [own ? { words: word, value: own[1] ?? "" } : { words: `${word} ${next}`.trim(), value: next }];
  });
}
