import type { Look } from "./look.ts";

/**
 * How much of something is done, as a bar such as `[###-----]`. Words beside it have to say the same, so that a
 * reader who cannot see it misses nothing.
 * @param share from 0 to 1; what is not done is never shown as full, and what is begun never as empty
 */
export function bar(share: number, { columns, unicode }: Pick<Look, "columns" | "unicode">): string {
  const width = columns < 40 ? 10 : 20;
  const full = filled(share, width);
  const [done, open] = unicode ? ["█", "░"] : ["#", "-"];
  return `[${done.repeat(full)}${open.repeat(width - full)}]`;
}

function filled(share: number, width: number): number {
  // Zero of zero is not a number, and has nothing to fill.
  if (!(share > 0)) return 0;
  if (share >= 1) return width;
  return Math.min(width - 1, Math.max(1, Math.round(width * share)));
}
