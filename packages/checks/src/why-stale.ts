import { md, type DockerfileInstruction, type DockerfileSection, type Markdown } from "@shipshape/core";

import { isInstaller } from "./install-words.ts";
import { stageIndex } from "./stage-takings.ts";

/** A package whose pin was changed, and that is not installed in that version. */
export type StalePackage = {
  readonly name: string;
  readonly pinned: string;
  /** What was pinned before the change. */
  readonly before: string | undefined;
  readonly installed: string | undefined;
};

/** Why an old version may still be there, the line that suggests it, and what to try. */
export type StaleReason = {
  readonly reason: Markdown;
  readonly line: number;
  readonly fix?: Markdown | undefined;
};

type Case = {
  readonly it: DockerfileInstruction;
  readonly stale: StalePackage;
  readonly dockerfile: DockerfileSection;
  /** Another instruction that does install from `requirements.txt`. */
  readonly other: DockerfileInstruction | undefined;
};

type Suspicion = {
  readonly suspects: (one: Case) => boolean;
  readonly reason: (one: Case) => Markdown;
  readonly fix?: (one: Case) => Markdown | undefined;
};

/** The first that fits is taken, so what says more about the package stands first. */
const suspicions: readonly Suspicion[] = [
  {
    suspects: ({ it: { keyword, arguments: words }, stale: { name, installed } }) =>
      /^(?:RUN|ARG|ENV|COPY)$/.test(keyword) && installed !== undefined && pinsIn(words, name, installed),
    reason: ({ it, other }) => {
      const reason = md`Line ${it.line} names versions itself, so what \`requirements.txt\` pins does not count.`;
      return other && it.line < other.line && onCondition.test(other.arguments)
        ? md`${reason} Line ${other.line} reads that file only under a condition, and what line ${it.line} installs may meet it.`
        : reason;
    },
    fix: ({ it, other }) => {
      if (it.keyword !== "RUN") return undefined;
      if (!other) return readTheList(it);
      return onCondition.test(other.arguments)
        ? md`Take that install out of line ${it.line}, and let line ${other.line} install from \`requirements.txt\` without a condition.`
        : leaveTo(it, other);
    },
  },
  {
    suspects: ({ it: { keyword, arguments: words } }) => keyword === "RUN" && editsList.test(words),
    reason: ({ it }) => md`Line ${it.line} changes \`requirements.txt\` before it is read.`,
    fix: ({ it }) =>
      md`On line ${it.line}, take out what changes the file, and let pip read it as it is, with \`-r requirements.txt\`.`,
  },
  {
    suspects: ({ it: { keyword, arguments: words } }) => keyword === "RUN" && writesList.test(words),
    reason: ({ it }) => md`Line ${it.line} writes a list of its own, and that one may be what is read.`,
    fix: () => md`Install from the \`requirements.txt\` of the app, as it is.`,
  },
  {
    suspects: ({ it: { keyword, arguments: words }, stale: { name } }) =>
      keyword === "RUN" && installsByName(words, name),
    reason: ({ it, stale: { name }, other }) => {
      const reason = md`Line ${it.line} installs ${name} by its name, so \`requirements.txt\` has no say. It gets the version that was newest when that line last ran.`;
      return other && other.line < it.line
        ? md`${reason} That replaces what line ${other.line} installed from the file.`
        : reason;
    },
    fix: ({ it, other }) => (other ? leaveTo(it, other) : readTheList(it)),
  },
  {
    suspects: ({ it: { keyword, arguments: words } }) =>
      keyword === "RUN" && isInstaller(words) && onCondition.test(words),
    reason: ({ it }) =>
      md`Line ${it.line} installs only under a condition. A package that is there in an old version meets it too.`,
    fix: ({ it }) =>
      md`On line ${it.line}, install without a condition: pip compares the versions, and leaves alone what is right already.`,
  },
  {
    suspects: ({ it: { keyword, arguments: words } }) => keyword === "RUN" && /type=cache/.test(words),
    reason: ({ it }) =>
      md`Line ${it.line} works in a cache mount. What stands there outlives every change of \`requirements.txt\`: keep downloads in it, and no installed packages.`,
  },
  {
    suspects: ({ it: { keyword, sources, stage }, dockerfile }) =>
      keyword === "COPY" && sources.some((source) => stageIndex(dockerfile, source, stage) === undefined),
    reason: ({ it }) =>
      md`Line ${it.line} takes its files from another image, which was made without your \`requirements.txt\`.`,
  },
];

/** Guesses from the Dockerfile why a changed pin did not arrive. */
export function whyStale(dockerfile: DockerfileSection, stale: StalePackage): StaleReason | undefined {
  for (const { suspects, reason, fix } of suspicions) {
    const it = dockerfile.instructions.findLast((it) =>
      suspects({ it, stale, dockerfile, other: undefined }),
    );
    if (!it) continue;
    const other = dockerfile.instructions.find(
      (one) =>
        one !== it && one.keyword === "RUN" && isInstaller(one.arguments) && readsList.test(one.arguments),
    );
    const found = { it, stale, dockerfile, other };
    return { reason: reason(found), line: it.line, fix: fix?.(found) };
  }
  return undefined;
}

/** What to try where an install names packages. */
export const readTheList = ({ line }: DockerfileInstruction): Markdown =>
  md`See that \`COPY requirements.txt ./\` stands above line ${line}, and on line ${line} write \`-r requirements.txt\` in place of the packages.`;

const leaveTo = (it: DockerfileInstruction, other: DockerfileInstruction): Markdown =>
  md`Take that install out of line ${it.line}: line ${other.line} installs what \`requirements.txt\` lists, and that is enough.`;

const onCondition = /\|\||\bif\b|\[ |\btest /;
const readsList = /(?:-r|--requirements?)[\s=]*\S*requirements\S*\.txt/;
const editsList = /\bsed\b[^&|;]*\s-\w*i[^&|;]*requirements/;
const writesList = /\bsed\b[^&|;]*requirements|>\s*\S*requirements\S*\.txt/;

/** Whether an instruction names a package and, soon after it, a version: `Flask==3.1.2`, `FLASK_VERSION=3.1.2`. */
const pinsIn = (words: string, name: string, version: string): boolean =>
  new RegExp(`(?<![\\w-])${spellings(name)}.{0,20}?${literally(version)}(?!\\.?\\d)`, "i").test(words);

const installsByName = (words: string, name: string): boolean =>
  isInstaller(words) &&
  new RegExp(`\\binstall\\b[^&|;]*[\\s"']${spellings(name)}(?![\\w./-])`, "i").test(words);

/** A normalised name as it may be written: `flask-login` is `Flask_Login` too (PEP 503). */
const spellings = (name: string) => name.split("-").map(literally).join("[-_.]+");

const literally = (text: string) => text.replaceAll(/\W/g, String.raw`\$&`);
