import { md, type DockerfileInstruction, type DockerfileSection, type Markdown } from "@shipshape/core";

import { isInstaller } from "./install-words.ts";
import { stageIndex } from "./stage-takings.ts";
import { quoteWithLine } from "./step-in-words.ts";

/** A package whose pin was changed, and that is not installed in that version. */
export type StalePackage = {
  readonly name: string;
  readonly pinned: string;
  /** What was pinned before the change. */
  readonly before: string | undefined;
  readonly installed: string | undefined;
};

/** Why an old version may still be there, and the line that suggests it. */
export type StaleReason = { readonly reason: Markdown; readonly line: number };

type Suspicion = {
  readonly suspects: (
    instruction: DockerfileInstruction,
    stale: StalePackage,
    dockerfile: DockerfileSection,
  ) => boolean;
  readonly reason: (instruction: DockerfileInstruction) => Markdown;
};

/** The first that fits is taken, so what says more about the package stands first. */
const suspicions: readonly Suspicion[] = [
  {
    suspects: ({ keyword, arguments: words }, { name, installed }) =>
      /^(?:RUN|ARG|ENV|COPY)$/.test(keyword) && installed !== undefined && pinsIn(words, name, installed),
    reason: (it) =>
      md`${quoteWithLine(it)} names the version itself, so what \`requirements.txt\` pins does not count. Leave versions to that file.`,
  },
  {
    suspects: ({ keyword, arguments: words }) =>
      keyword === "RUN" && /\bsed\b[^&|;]*requirements|>\s*\S*requirements\S*\.txt/.test(words),
    reason: (it) =>
      md`${quoteWithLine(it)} changes \`requirements.txt\` before it is read, or writes another one. Install from the file as it is.`,
  },
  {
    suspects: ({ keyword, arguments: words }, { name }) => keyword === "RUN" && installsByName(words, name),
    reason: (it) =>
      md`${quoteWithLine(it)} installs the package by its name. It gets the version that was newest when that line last ran, whatever \`requirements.txt\` says. Let it read the file with \`-r\`.`,
  },
  {
    suspects: ({ keyword, arguments: words }) =>
      keyword === "RUN" && isInstaller(words) && /\|\||\bif\b|\[ |\btest /.test(words),
    reason: (it) =>
      md`${quoteWithLine(it)} installs only under a condition. A package that is there in an old version meets it too: leave it to pip to compare, which looks at versions.`,
  },
  {
    suspects: ({ keyword, arguments: words }) => keyword === "RUN" && /type=cache/.test(words),
    reason: (it) =>
      md`${quoteWithLine(it)} works in a cache mount. What stands there outlives every change of \`requirements.txt\`: keep downloads in it, and no installed packages.`,
  },
  {
    suspects: ({ keyword, sources, stage }, _, dockerfile) =>
      keyword === "COPY" && sources.some((source) => stageIndex(dockerfile, source, stage) === undefined),
    reason: (it) =>
      md`${quoteWithLine(it)} takes its files from another image, which was made without your \`requirements.txt\`.`,
  },
];

/** Guesses from the Dockerfile why a changed pin did not arrive. */
export function whyStale(dockerfile: DockerfileSection, stale: StalePackage): StaleReason | undefined {
  for (const { suspects, reason } of suspicions) {
    const found = dockerfile.instructions.findLast((it) => suspects(it, stale, dockerfile));
    if (found) return { reason: reason(found), line: found.line };
  }
  return undefined;
}

/** Whether an instruction names a package and, soon after it, a version: `Flask==3.1.2`, `FLASK_VERSION=3.1.2`. */
const pinsIn = (words: string, name: string, version: string): boolean =>
  new RegExp(`(?<![\\w-])${spellings(name)}.{0,20}?${literally(version)}(?!\\.?\\d)`, "i").test(words);

const installsByName = (words: string, name: string): boolean =>
  isInstaller(words) &&
  new RegExp(`\\binstall\\b[^&|;]*[\\s"']${spellings(name)}(?![\\w./-])`, "i").test(words);

/** A normalised name as it may be written: `flask-login` is `Flask_Login` too (PEP 503). */
const spellings = (name: string) => name.split("-").map(literally).join("[-_.]+");

const literally = (text: string) => text.replaceAll(/\W/g, String.raw`\$&`);
