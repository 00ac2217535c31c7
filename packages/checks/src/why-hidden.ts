import { listed, md } from "@shipshape/core";

import type { ToolCommand } from "./tool-command.ts";
import type { Cause } from "./why-passed-over.ts";

/** What keeps a failing tool from showing why it failed, where its command tells. */
export function whyHidden({ tool, words, redirected }: ToolCommand, line: number): Cause | undefined {
  const hiding = /py\.?test/.test(tool) ? /^--(?:tb=no|no-summary)$/ : /^(?:-q+|--quiet|--output-file=.*)$/;
  const options = words.filter((word) => hiding.test(word));
  const all = [...options, ...(redirected ? [redirected.words] : [])];
  if (all.length === 0) return undefined;
  const names = listed(all);
  return {
    why: md`${tool} stops the build, but what it found cannot be seen, because of ${names}.`,
    fix: md`Take out of line ${line}: ${names}.`,
  };
}
