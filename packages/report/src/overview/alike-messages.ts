import type { GradebookRow } from "@shipshape/core";

/** Messages that say the same of different things. */
export type AlikeMessages = {
  /** One of them, in Markdown. */
  readonly example: string;
  /** Whom it was said to. */
  readonly rows: readonly GradebookRow[];
};

/**
 * Groups messages that differ only in names, numbers and lines, the commonest first. The first paragraph tells what kind
 * a message is of; what follows are details of one submission.
 * @param messages in Markdown, each with the learner it was said to
 */
export function alikeMessages(
  messages: Iterable<{ readonly message: string; readonly row: GradebookRow }>,
): AlikeMessages[] {
  const kinds = Map.groupBy(messages, ({ message }) => kindOf(message));
  return Array.from(kinds.values(), (alike) => ({
    example: alike[0]?.message ?? "",
    rows: alike.map(({ row }) => row),
  })).toSorted((a, b) => b.rows.length - a.rows.length);
}

/** All that is filled in stands in code spans, or is a number. */
function kindOf(message: string): string {
  const [first = ""] = message.trim().split(/\n\s*\n/, 1);
  return first
    .replaceAll(/(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "`…`")
    .replaceAll(/`…`(?:, `…`)+/g, "`…`")
    .replaceAll(/\d+(?:[.,]\d+)*(?: (?:B|kB|MB|GB|ms|s|min))?\b/g, "#")
    .replaceAll(/\s+/g, " ");
}
