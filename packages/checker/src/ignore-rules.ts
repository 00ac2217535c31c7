import type { IgnoreRule } from "@shipshape/core";

import { matchPatterns } from "./ignore-patterns.ts";

/** More than anybody writes by hand: what is beyond is not looked at. */
const mostRules = 200;

/** A rule that can be asked what it matches by itself, whether it begins with `!` or not. */
type AskedRule = IgnoreRule & { readonly matches: (path: string) => boolean };

/** The rules of an ignore file that can be read, in order; undefined where they are too many to look at each. */
export function ignoreRules(content: Buffer): AskedRule[] | undefined {
  const rules = content
    .toString()
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((whole, index) => {
      const text = whole.trim();
      if (whole.startsWith("#") || text === "") return [];
      return [{ line: index + 1, text }];
    });
  if (rules.length > mostRules) return undefined;
  return rules.map(({ line, text }) => ({ line, text, matches: matchPatterns([text.replace(/^!\s*/, "")]) }));
}

/** The rule that decides about a path: the last that matches it. */
export function decidingRule(rules: readonly AskedRule[], path: string): AskedRule | undefined {
  return rules.findLast(({ matches }) => matches(path));
}
