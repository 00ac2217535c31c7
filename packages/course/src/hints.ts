import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import type { LabWork } from "./work.ts";
import { labsFolder } from "./labs-folder.ts";

/** A hint for a check: which of how many it is, and what it says, in Markdown. */
export type Hint = {
  readonly check: string;
  readonly number: number;
  readonly of: number;
  readonly text: string;
};

/** The next hint, or why there is none. */
export type NextHint =
  | { readonly hint: Hint }
  | { readonly none: "not-checked" | "all-passed" | "all-shown" };

/** The next hint for what failed at the last check, in the lab's order of checks. */
export async function nextHint(labId: string, { last, hints }: LabWork): Promise<NextHint> {
  const statuses = Object.entries(last?.checks ?? {});
  const failed = statuses.filter(([, status]) => status === "fail").map(([check]) => check);
  if (failed.length === 0) {
    const passed = statuses.length > 0 && statuses.every(([, status]) => status === "pass");
    return { none: passed ? "all-passed" : "not-checked" };
  }
  const written = hintsIn(readFileSync(join(labsFolder(), basename(labId), "hints.md"), "utf8"));
  for (const check of failed) {
    const texts = written.get(check) ?? [];
    const shown = hints.get(check) ?? 0;
    const text = texts[shown];
    if (text !== undefined) return { hint: { check, number: shown + 1, of: texts.length, text } };
  }
  return { none: "all-shown" };
}

/**
 * The hints of a `hints.md`, by check: under a heading `## check`, a numbered list.
 * Line by line, since a Markdown parser takes longer to load than all the rest of `hint`.
 */
export function hintsIn(text: string): ReadonlyMap<string, readonly string[]> {
  const sections = text.split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [check = "", ...lines] = section.split(/\r?\n/);
      // A hint may go on below its first line, indented as its list asks for.
      const [, ...items] = lines
        .map((line) => line.replace(/^ {3}/, ""))
        .join("\n")
        .split(/^\d+\. +/m);
      return [check.trim(), items.map((item) => item.trim())];
    }),
  );
}
