import { sayIn } from "@shipshape/core";

import { htmlText } from "../html-markdown.ts";
import { median } from "../median.ts";
import { duration } from "../words.ts";
import { anchorOf, learnerName, nameOf, type Overview, rowsBySubmission } from "./class-of.ts";
import { stripPlot } from "./strip-plot.ts";

/** The slowest that are named in a table. */
const mostNamed = 10;

/** How long the submissions took; nothing where it was not measured. */
export function timesSection({ gradebook, times, language }: Overview): string {
  const say = sayIn(language);
  const write = (ms: number) => duration(ms, language);
  const holders = rowsBySubmission(gradebook);
  const measured = [...(times?.grading ?? [])].flatMap(([digest, ms]) => {
    const rows = holders.get(digest) ?? [];
    return rows[0] ? [{ rows, first: rows[0], ms }] : [];
  });
  if (measured.length === 0) return "";
  const all = measured.map(({ ms }) => ms);
  const total = all.reduce((sum, ms) => sum + ms, 0);
  const most = Math.max(...all);
  const slowest = measured.toSorted((a, b) => b.ms - a.ms).slice(0, mostNamed);
  const sentence =
    measured.length === 1
      ? say`1 submission took ${write(total)}. What was handed in twice was graded once.`
      : say`${measured.length} different submissions took ${write(total)} of work in all, half of them at most ${write(median(all))}, the slowest ${write(most)}. What was handed in twice was graded once; several at a time take less than the sum.`;
  return `<section><h2>${htmlText(say`Times`)}</h2>
<p>${htmlText(sentence)}</p>
<figure><figcaption>${htmlText(say`How long each submission took.`)}</figcaption>
${stripPlot({
  dots: measured.map(({ rows, first, ms }) => ({
    value: ms,
    label: rows.length === 1 ? nameOf(first) : say`${nameOf(first)} and ${rows.length - 1} more`,
    anchor: anchorOf(gradebook, first),
  })),
  unit: most > 180_000 ? 60_000 : 1000,
  write,
  inWords: say`A dot for each submission. The slowest are in the table.`,
})}</figure>
<details><summary>${htmlText(say`The slowest`)}</summary>
<table><thead><tr><th scope="col">${htmlText(say`Learner`)}</th><th scope="col">${htmlText(say`Time`)}</th></tr></thead>
<tbody>${slowest.map(({ rows, ms }) => `<tr><td>${rows.map((row) => `<a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a>`).join(", ")}</td><td>${write(ms)}</td></tr>`).join("")}</tbody></table>
</details></section>
`;
}
