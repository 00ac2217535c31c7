import { markdownTable, median } from "@shipshape/report";

import { quartiles } from "./statistics.ts";

/** How one thing compares with another: ours divided by theirs, for each pair. */
export type Row = {
  readonly what: string;
  readonly limit: number;
  readonly ratios: readonly number[];
  readonly note: string;
};

/** Times in ms, pair by pair. */
type Times = { readonly ours: readonly number[]; readonly theirs: readonly number[] };

/** Measures two things in turns, so that a machine that slows down slows both. */
export async function inTurns(
  count: number,
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
): Promise<Times> {
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let turn = -1; turn < count; turn++) {
    const theirTime = await theirs();
    const ourTime = await ours();
    if (turn < 0) continue; // The first pair warms both up.
    times.theirs.push(theirTime);
    times.ours.push(ourTime);
    process.stderr.write(".");
  }
  process.stderr.write("\n");
  return times;
}

export const rowOf = (what: string, limit: number, { ours, theirs }: Times): Row => ({
  what,
  limit,
  ratios: ours.map((time, pair) => time / (theirs[pair] ?? Number.NaN)),
  note: `${median(ours).toFixed(0)} ms against ${median(theirs).toFixed(0)} ms`,
});

export function ratioTable(rows: readonly Row[]): string {
  return markdownTable(
    ["what", "ratio, median", "half of all between", "limit", ""],
    rows.map(({ what, limit, ratios, note }) => {
      const [low, high] = quartiles(ratios);
      return [
        what,
        median(ratios).toFixed(2),
        `${low.toFixed(2)} to ${high.toFixed(2)}`,
        String(limit),
        note,
      ];
    }),
  );
}
