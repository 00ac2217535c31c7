import { type GradebookRow, sayIn, type Say } from "@shipshape/core";

import { htmlText } from "../html-markdown.ts";
import { anchorOf, learnerName, type Overview, rowsBySubmission } from "./class-of.ts";
import type { NearCopies } from "../near-copies/near-copies.ts";

/** The most groups, and the most Dockerfiles side by side, so that a page stays one that opens. */
const mostGroups = 40;
const mostBeside = 6;

/** Who handed in the same bytes, and whose Dockerfiles do nearly the same; nothing where nobody did. */
export function copiesSection(overview: Overview): string {
  const { gradebook, copies, language } = overview;
  const say = sayIn(language);
  const holders = rowsBySubmission(gradebook);
  const same = [...holders.values()].filter((rows) => rows.length > 1);
  const groups = copies.slice(0, mostGroups);
  const parts = [
    ...(same.length > 0 ? [sameBytes(same, overview)] : []),
    ...groups.map((group, at) => nearGroup(group, at + 1, holders, overview)),
    ...(copies.length > mostGroups
      ? [`<p>${htmlText(moreGroups(copies.length - mostGroups, say))}</p>`]
      : []),
  ];
  const nothing = `<p>${htmlText(say`No two learners handed in the same bytes, and no Dockerfiles share what hardly anyone else has.`)}</p>`;
  const careful = `<p>${htmlText(say`This is a reason to talk, and not a verdict: people who sat together, or read the same page, may write alike. What the lab's own answers do, and what many in the class do, does not count.`)}</p>`;
  return `<section><h2>${htmlText(say`Alike`)}</h2>
${parts.length === 0 ? nothing : `${careful}\n${parts.join("\n")}`}</section>
`;
}

const moreGroups = (count: number, say: Say) =>
  count === 1
    ? say`And 1 more group, which is less unusual.`
    : say`And ${count} more groups, which are less unusual.`;

function names(rows: readonly GradebookRow[], { gradebook }: Overview): string {
  return rows.map((row) => `<a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a>`).join(", ");
}

function sameBytes(same: readonly GradebookRow[][], overview: Overview): string {
  const say = sayIn(overview.language);
  return `<h3>${htmlText(say`The very same bytes`)}</h3>
<ul>${same.map((rows) => `<li>${names(rows, overview)}</li>`).join("\n")}</ul>`;
}

function nearGroup(
  { members, shared, of }: NearCopies,
  number: number,
  holders: ReadonlyMap<string, GradebookRow[]>,
  overview: Overview,
): string {
  const say = sayIn(overview.language);
  const who = members.map(({ submission, steps }) => ({
    steps,
    names: names(holders.get(submission) ?? [], overview),
  }));
  return `<div class="group"><h3>${htmlText(say`Group ${number}`)}</h3>
<p>${who.map((member) => member.names).join(" · ")}</p>
<p>${htmlText(say`All of them do what is rare among the ${of} different submissions:`)}</p>
<ul class="rare">${shared.map(({ text, count }) => `<li><code>${htmlText(text)}</code> ${htmlText(heldBy(count, of, say))}</li>`).join("\n")}</ul>
<details><summary>${htmlText(say`What each Dockerfile does, side by side`)}</summary>
<p>${htmlText(say`Without comments, and with stages and users under names of ours. Marked is what is rare and shared.`)}</p>
<div class="scroll beside" role="region" tabindex="0" aria-label="${htmlText(say`Group ${number}, side by side`)}">
${who
  .slice(0, mostBeside)
  .map(
    (member) =>
      `<div><p>${member.names}</p><pre><code>${member.steps.map(stepLine).join("\n")}</code></pre></div>`,
  )
  .join("\n")}
</div>${who.length > mostBeside ? `<p>${htmlText(say`And ${who.length - mostBeside} more.`)}</p>` : ""}
</details></div>`;
}

const heldBy = (count: number, of: number, say: Say) => say`in ${count} of ${of}`;

function stepLine({ text, shared }: NearCopies["members"][number]["steps"][number]): string {
  const line = htmlText(text);
  return shared ? `<mark>${line}</mark>` : line;
}
