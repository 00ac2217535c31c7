import { formatScore, sayIn } from "@shipshape/core";

import { htmlText } from "../html-markdown.ts";
import { type Overview, rounded } from "./class-of.ts";

/** The most points that get a column each; above it, ten columns share them. */
const mostColumns = 20;

/** How many learners earned how much, as columns, and the same as a table. */
export function scoresSection({ gradebook, language }: Overview): string {
  const say = sayIn(language);
  const scores = gradebook.rows.flatMap(({ score }) => (score === null ? [] : [score]));
  if (scores.length === 0) return "";
  const columns = columnsOf(scores, gradebook.maxScore);
  const most = Math.max(...columns.map(({ count }) => count));
  const drawn = columns.map(
    ({ label, count }) =>
      `<div class="column"><span>${count || ""}</span><svg class="bar points" viewBox="0 0 1 100" preserveAspectRatio="none" aria-hidden="true"><rect class="part" y="${100 - height(count, most)}" width="1" height="${height(count, most)}"/></svg><span class="label">${label}</span></div>`,
  );
  return `<section><h2>${htmlText(say`Scores`)}</h2>
<figure>
<figcaption>${htmlText(say`Learners by their score, of ${formatScore(gradebook.maxScore, language)} points.`)}</figcaption>
<div class="columns" role="img" aria-label="${htmlText(say`Column chart of the scores. The table below it has the same numbers.`)}">
${drawn.join("\n")}
</div>
<details><summary>${htmlText(say`The same as a table`)}</summary>
<table><thead><tr><th scope="col">${htmlText(say`Points`)}</th><th scope="col">${htmlText(say`Learners`)}</th></tr></thead>
<tbody>${columns.map(({ label, count }) => `<tr><td>${label}</td><td>${count}</td></tr>`).join("")}</tbody></table>
</details>
</figure>
</section>
`;
}

const height = (count: number, most: number) =>
  count === 0 ? 0 : Math.max(1, rounded((count / most) * 100));

/** A person may give more than the lab does. */
function columnsOf(scores: readonly number[], maxScore: number): { label: string; count: number }[] {
  const top = Math.max(Math.ceil(Math.max(maxScore, ...scores)), 1);
  const width = top <= mostColumns ? 1 : Math.ceil(top / 10);
  const counts = Array.from({ length: Math.floor(top / width) + 1 }, () => 0);
  for (const score of scores) {
    const at = Math.max(0, Math.floor(score / width));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, at) => ({ label: labelOf(at * width, width, top), count }));
}

/** `7`, or `30–39` where a column holds more than one point. */
function labelOf(from: number, width: number, top: number): string {
  const to = Math.min(from + width - 1, top);
  return to <= from ? String(from) : `${from}–${to}`;
}
