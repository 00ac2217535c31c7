import { formatSize, type GradebookRow, sayIn } from "@shipshape/core";

import { countedAttempt } from "../gradebook/row.ts";
import { htmlText } from "../html-markdown.ts";
import { median } from "../median.ts";
import { anchorOf, learnerName, nameOf, type Overview } from "./class-of.ts";
import { stripPlot } from "./strip-plot.ts";

/** The largest that are named in a table. */
const mostNamed = 10;

/** How large the images are, and how much of that was added to their bases. */
export function sizesSection({ gradebook, reports, addedLimit, language }: Overview): string {
  const say = sayIn(language);
  const size = (bytes: number) => formatSize(bytes, language);
  const built = gradebook.rows.flatMap((row) =>
    row.imageBytes === undefined ? [] : [{ row, bytes: row.imageBytes, added: row.addedBytes }],
  );
  if (built.length === 0) return "";
  const before = beforeBytes(gradebook.rows, reports);
  const dot = (row: GradebookRow, value: number) => ({
    value,
    label: nameOf(row),
    anchor: anchorOf(gradebook, row),
  });
  const added = built.flatMap(({ row, added: bytes }) => (bytes === undefined ? [] : [dot(row, bytes)]));
  const inWords = (values: readonly number[]) =>
    say`From ${size(Math.min(...values))} to ${size(Math.max(...values))}; half of them have at most ${size(median(values))}.`;
  const largest = built.toSorted((a, b) => b.bytes - a.bytes).slice(0, mostNamed);
  return `<section><h2>${htmlText(say`Sizes`)}</h2>
<figure><figcaption>${htmlText(say`The whole image: a dot for each learner.`)}</figcaption>
${stripPlot({
  dots: built.map(({ row, bytes }) => dot(row, bytes)),
  marks: before === undefined ? [] : [{ value: before, label: say`in one stage: ${size(before)}` }],
  unit: 1,
  write: size,
  inWords: inWords(built.map(({ bytes }) => bytes)),
})}</figure>
${
  added.length > 0
    ? `<figure><figcaption>${htmlText(say`What was added to the base.`)}</figcaption>
${stripPlot({
  dots: added,
  marks: addedLimit === undefined ? [] : [{ value: addedLimit, label: say`limit: ${size(addedLimit)}` }],
  unit: 1,
  write: size,
  inWords: inWords(added.map(({ value }) => value)),
})}</figure>`
    : ""
}
<details><summary>${htmlText(say`The largest images`)}</summary>
<table><thead><tr><th scope="col">${htmlText(say`Learner`)}</th><th scope="col">${htmlText(say`Image`)}</th><th scope="col">${htmlText(say`Added to the base`)}</th></tr></thead>
<tbody>${largest.map(({ row, bytes, added: more }) => `<tr><td><a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a></td><td>${size(bytes)}</td><td>${more === undefined ? "" : size(more)}</td></tr>`).join("")}</tbody></table>
</details></section>
`;
}

/** The lab's single-stage image is the same for all whose reports have one. */
function beforeBytes(rows: readonly GradebookRow[], reports: Overview["reports"]): number | undefined {
  return rows
    .values()
    .map((row) => reports.get(countedAttempt(row)?.submission ?? "")?.before?.bytes)
    .find((bytes) => bytes !== undefined);
}
