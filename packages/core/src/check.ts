import { z } from "zod";

import type { SectionName, Sections } from "./evidence.ts";
import type { Markdown } from "./markdown.ts";

/** A place in a file of the submission; lines count from 1. */
export type Place = { readonly file: string; readonly line: number };

/** What a check finds. Skipping and errors are not its business: `judge` derives them from the evidence. */
export type Finding =
  | { readonly holds: true }
  | {
      readonly holds: false;
      readonly message: Markdown;
      readonly where?: Place;
      /** What to try in this very case, instead of what the check says for all. */
      readonly fix?: Markdown;
    };

export const pass: Finding = { holds: true };

/**
 * The check does not hold.
 * @param message what was seen
 * @param line the line of the Dockerfile to edit, where there is one
 * @param fix what to try in this very case, where the check's own words for all cases would lead astray
 */
export function fail(message: Markdown, line?: number, fix?: Markdown): Finding {
  return {
    holds: false,
    message,
    ...(line !== undefined && { where: { file: "Dockerfile", line } }),
    ...(fix && { fix }),
  };
}

type Words = {
  /** A noun phrase for what should hold, in kebab-case; the name of its file. */
  readonly id: string;
  /** What holds, as a sentence without a full stop. This and the next two are Markdown. */
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Where to read on. */
  readonly docs: string;
};

/** A pure function from the evidence that it declares it needs to a finding, and the words that explain it. */
export type Check = Words & {
  readonly needs: readonly SectionName[];
  /** Sections that make its message better and may be missing: the lines of the Dockerfile, say. */
  readonly wants: readonly SectionName[];
  /** What a lab may set. */
  readonly options: z.ZodType;
  judge(evidence: Sections, options: unknown): Finding;
  /** What is amiss can be seen already, from `wants` alone, where what it needs is missing because of the submission. */
  foresee?(evidence: Partial<Sections>): Markdown | undefined;
};

/** Defines a check; the type system lets `judge` read nothing but the sections in `needs` and `wants`. */
export function defineCheck<
  const Name extends SectionName,
  const Wanted extends SectionName = never,
  Options extends z.ZodType = z.ZodObject<Record<never, never>>,
>(
  definition: Words & {
    readonly needs: readonly Name[];
    readonly wants?: readonly Wanted[];
    readonly options?: Options;
    judge(
      evidence: Pick<Sections, Name> & Partial<Pick<Sections, Wanted>>,
      options: z.infer<Options>,
    ): Finding;
    foresee?(evidence: Partial<Pick<Sections, Wanted>>): Markdown | undefined;
  },
): Check {
  return {
    ...definition,
    wants: definition.wants ?? [],
    options: definition.options ?? z.strictObject({}),
    // The lab's loader has parsed the options with this very schema.
    judge: (evidence, options) => definition.judge(evidence, options as z.infer<Options>),
  };
}
