import {
  isException,
  joinMarkdown,
  md,
  type ContextSection,
  type DockerfileInstruction,
  type Markdown,
  type SubmissionSection,
} from "@shipshape/core";

import { isWithin } from "./instruction-paths.ts";
import { namedList } from "./named-groups.ts";
import { takeLess } from "./take-less.ts";

/** Why an ignore file let files through, and what to try. */
export type LetThrough = { readonly reason: Markdown; readonly fix?: Markdown | undefined };

/** Files or folders that reached the build, with the instruction that could name what it wants instead. */
export type Reached = {
  readonly paths: readonly string[];
  /** All that was put beside the app, of which these are a part. */
  readonly planted: readonly string[];
  readonly taker: DockerfileInstruction | undefined;
};

/** Says which rule decided that files beside the app reached the build, or that none did. */
export function whyLetThrough(
  context: ContextSection,
  submission: SubmissionSection | undefined,
  reached: Reached,
): LetThrough {
  const { ignoreFile: file, rules } = context;
  const named = reached.taker && takeLess(reached.taker);
  if (file === undefined)
    return {
      reason: md`There is no ignore file.`,
      fix: named && md`${named} Or keep the rest out with a \`.dockerignore\`.`,
    };
  const other = submission?.files.find(({ path }) => path.endsWith(".dockerignore") && path !== file);
  if (other)
    return {
      reason: md`The ignore file in force is ${file}: beside it Docker does not read ${other.path}.`,
      fix: md`Move the rules of ${other.path} into ${file}, or remove ${file}.`,
    };
  if (!rules) return { reason: md`The ignore file in force is ${file}.` };
  const brought = broughtBack(file, rules, reached.paths);
  if (brought?.brings.size === new Set(reached.paths).size) return brought;
  return unmatched(file, rules, reached, brought, named);
}

type Rules = NonNullable<ContextSection["rules"]>;

/** What the rules with `!` bring back of the paths, and which those are. */
function broughtBack(file: string, rules: Rules, paths: readonly string[]) {
  const [first, ...others] = rules
    .filter(isException)
    .map(({ line, text, decides }) => ({
      line,
      text,
      brings: paths.filter((path) => decides.some((it) => isWithin(it, path))),
    }))
    .filter(({ brings }) => brings.length > 0)
    .toSorted((a, b) => b.brings.length - a.brings.length);
  if (!first) return undefined;
  const { line, text } = first;
  const brings = new Set([first, ...others].flatMap((it) => it.brings));
  return {
    brings,
    reason:
      first.brings.length === paths.length
        ? md`Line ${line} of ${file}, ${text}, brings them back.`
        : md`Line ${line} of ${file}, ${text}, brings ${first.brings[0] ?? ""} back.`,
    fix: md`Let line ${line} of ${file} bring back only what the app needs, such as \`!app.py\`. Where the app needs nothing of what it brings back, take it out.`,
  };
}

/** What no rule matches, and what is kept out at the top of the folder alone. */
function unmatched(
  file: string,
  rules: Rules,
  { paths, planted }: Reached,
  brought: ReturnType<typeof broughtBack>,
  named: Markdown | undefined,
): LetThrough {
  const decided = new Set(rules.filter((rule) => !isException(rule)).flatMap(({ decides }) => decides));
  const others = paths.filter((path) => !brought?.brings.has(path));
  const topOf = (path: string) => planted.find((it) => path.endsWith(`/${it}`)) ?? path;
  const atTopOnly = names(others.map(topOf).filter((top) => decided.has(top)));
  const never = names(others.map(topOf).filter((top) => !decided.has(top)));
  const comment =
    never.length > 0 ? rules.find((it) => /\s#/.test(it.text) && it.decides.length === 0) : undefined;
  const reason = inTurn(
    brought?.reason,
    atTopOnly.length > 0
      ? md`Only at the top does ${file} keep out ${namedList(atTopOnly)}: a rule without \`**/\` in front reaches no further.`
      : undefined,
    never.length > 0 ? md`No rule of ${file} matches ${namedList(never)}.` : undefined,
    comment
      ? md`In line ${comment.line}, ${comment.text}, the \`#\` is part of the rule: a comment needs a line of its own.`
      : undefined,
  );
  if (comment) return { reason, fix: md`In ${file}, give each comment a line of its own.` };
  const reaching = atTopOnly[0] === undefined ? undefined : everywhere(atTopOnly[0]);
  const isEither = named !== undefined && reaching === undefined && !brought;
  return {
    reason,
    fix: inTurn(
      brought?.fix,
      reaching === undefined
        ? undefined
        : md`In ${file}, begin the rules with \`**/\`: ${reaching} holds at the top and in every folder.`,
      isEither ? named : undefined,
      ...(never.length === 0 ? [] : [adding(file, never, isEither)]),
    ),
  };
}

function adding(file: string, never: readonly string[], isAlternative: boolean): Markdown {
  const wanted = namedList([...new Set(never.map(everywhere))]);
  return isAlternative ? md`Or add to ${file}: ${wanted}.` : md`Add to ${file}: ${wanted}.`;
}

/** What lies at the top of the context, by its first name. */
const names = (paths: readonly string[]) => [...new Set(paths.map((path) => path.split("/")[0] ?? ""))];

/** A rule for such files wherever they lie. */
const everywhere = (name: string) => `**/${name.replace(/^[^.]+(?=\.\w+$)/, "*")}`;

/** Sentences one after the other; those that are undefined are left out. */
function inTurn(...sentences: readonly (Markdown | undefined)[]): Markdown {
  return joinMarkdown(
    sentences.filter((it) => it !== undefined),
    " ",
  );
}
