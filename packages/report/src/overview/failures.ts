import { type Gradebook, type Report, sayIn, type Say } from "@shipshape/core";

import { widthOf } from "../html-chart.ts";
import { htmlBlocks, htmlInline, htmlText } from "../html-markdown.ts";
import { anchorOf, learnerName, type Overview, rowsBySubmission } from "./class-of.ts";
import { alikeMessages, type AlikeMessages } from "./alike-messages.ts";

/** The most messages of one check, and the most names beside one, that are shown. */
const mostMessages = 3;
const mostNames = 12;

/** Which check fails most, and what is said most often. */
export function failuresSection({ gradebook, reports, language }: Overview): string {
  const say = sayIn(language);
  const graded = gradebook.rows.filter(({ verdicts }) => verdicts.length > 0);
  if (graded.length === 0) return "";
  const checks = gradebook.checks
    .map((check, at) => ({
      ...check,
      failed: graded.filter(({ verdicts }) => verdicts[at] === "fail").length,
      skipped: graded.filter(({ verdicts }) => verdicts[at] === "skip").length,
    }))
    .toSorted((a, b) => b.failed - a.failed || b.skipped - a.skipped);
  const rows = checks.map(
    ({ id, title, failed, skipped }) =>
      `<tr><th scope="row"><code>${htmlText(id)}</code><span class="title">${htmlInline(title)}</span></th><td class="drawn">${shares(failed, skipped, graded.length)}</td><td>${failed}</td><td>${skipped}</td></tr>`,
  );
  return `<section><h2>${htmlText(say`What fails`)}</h2>
<table class="bars"><caption>${htmlText(say`Learners whose work was checked: ${graded.length}. First who failed, then in grey whose work left the check nothing to look at.`)}</caption>
<thead><tr><th scope="col">${htmlText(say`Check`)}</th><td class="drawn"></td><th scope="col">${htmlText(say`Failed`)}</th><th scope="col">${htmlText(say`Skipped`)}</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table>
<h3>${htmlText(say`What is said most often`)}</h3>
<p>${htmlText(say`Messages that differ only in names, numbers and lines count as one.`)}</p>
${checks
  .filter(({ failed }) => failed > 0)
  .map(({ id, failed }, at) => messagesOf(id, failed, at === 0, gradebook, reports, say))
  .join("")}</section>
`;
}

function shares(failed: number, skipped: number, of: number): string {
  const [red, grey] = [widthOf(failed / of), widthOf(skipped / of)];
  return `<svg class="bar failures" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="whole" width="100" height="1"/><rect class="skipped" x="${red}" width="${grey}" height="1"/><rect class="part" width="${red}" height="1"/></svg>`;
}

function messagesOf(
  id: string,
  failed: number,
  open: boolean,
  gradebook: Gradebook,
  reports: Overview["reports"],
  say: Say,
): string {
  const kinds = alikeMessages(messagesTo(id, gradebook, reports));
  const rest = kinds.length - mostMessages;
  return `<details${open ? " open" : ""}><summary><code>${htmlText(id)}</code> ${htmlText(failed === 1 ? say`1 learner` : say`${failed} learners`)}</summary>
<ol class="messages">
${kinds
  .slice(0, mostMessages)
  .map((kind) => message(kind, gradebook, say))
  .join("")}</ol>
${rest > 0 ? `<p>${htmlText(rest === 1 ? say`And 1 other message.` : say`And ${rest} other messages.`)}</p>` : ""}</details>
`;
}

/** What a check said of its failure, and to whom: not from a report that is older than an error of ours. */
function messagesTo(id: string, gradebook: Gradebook, reports: ReadonlyMap<string, Report>) {
  const at = gradebook.checks.findIndex((check) => check.id === id);
  return rowsBySubmission(gradebook)
    .entries()
    .flatMap(([digest, rows]) => {
      const verdict = reports.get(digest)?.checks.find((check) => check.id === id && check.status === "fail");
      const failing = verdict ? rows.filter(({ verdicts }) => verdicts[at] === "fail") : [];
      return failing.map((row) => ({ message: verdict?.message ?? "", row }));
    });
}

function message({ example, rows }: AlikeMessages, gradebook: Gradebook, say: Say): string {
  const names = rows.map((row) => `<a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a>`);
  const more = names.length - mostNames;
  return `<li><p class="count">${htmlText(rows.length === 1 ? say`Said once` : say`Said ${rows.length} times`)}</p>
<blockquote>${htmlBlocks(example)}</blockquote>
<p class="who">${names.slice(0, mostNames).join(", ")}${more > 0 ? ` ${htmlText(say`and ${more} more`)}` : ""}</p></li>
`;
}
