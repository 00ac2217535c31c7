import { joinMarkdown, Markdown, md, type CanariesSection } from "@shipshape/core";

import { plainSize } from "./plain-size.ts";

type Found = CanariesSection["found"][number];

/** What lies beside an app, in the words of a learner; the first that matches is taken. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/(?:^|\/)\.?venv\//, "a virtual environment"],
  [/(?:^|\/)\.git\//, "git's history"],
  [/(?:^|\/)\.env[^/]*$/, "secrets"],
  [/(?:^|\/)__pycache__\/|\.py[co]$/, "compiled Python"],
  [/\.log$/, "logs"],
];

/** Lists files that were found in an image by their kind: one of each kind with its place, and how many more. */
export function listByKind(found: readonly Found[]): Markdown {
  const lines = Array.from(Map.groupBy(found, kindOf)).map(([kind, [first, ...others]]) => {
    const more = others.length === 0 ? md`` : md`, and ${others.length} more`;
    return first
      ? md`- ${new Markdown(kind)}: ${first.canary} as ${first.path}, ${plainSize(first.bytes)}${more}`
      : md``;
  });
  return joinMarkdown(lines, "\n");
}

function kindOf({ canary }: Found): string {
  return kinds.find(([pattern]) => pattern.test(canary))?.[1] ?? "other files";
}
