import { joinMarkdown, md, type CanariesSection, type Markdown } from "@shipshape/core";

import { plainSize } from "./plain-size.ts";

type Found = CanariesSection["found"][number];

/** What lies beside an app, in the words of a learner; the first that matches is taken. */
const kinds: readonly (readonly [RegExp, Markdown])[] = [
  [/(?:^|\/)\.?venv\//, md`a virtual environment`],
  [/(?:^|\/)\.git\//, md`git's history`],
  [/(?:^|\/)\.env[^/]*$/, md`secrets`],
  [/(?:^|\/)__pycache__\/|\.py[co]$/, md`compiled Python`],
  [/\.log$/, md`logs`],
];

/** Lists files that were found in an image by their kind: one of each kind with its place, and how many more. */
export function listByKind(found: readonly Found[]): Markdown {
  const lines = Array.from(Map.groupBy(found, kindOf)).flatMap(([kind, [first, ...others]]) => {
    if (!first) return [];
    const item = md`- ${kind}: ${first.canary} as ${first.path}, ${plainSize(first.bytes)}`;
    return [others.length === 0 ? item : md`${item}, and ${others.length} more`];
  });
  return joinMarkdown(lines, "\n");
}

const otherFiles = md`other files`;

function kindOf({ canary }: Found): Markdown {
  return kinds.find(([pattern]) => pattern.test(canary))?.[1] ?? otherFiles;
}
