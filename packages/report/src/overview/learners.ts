import { formatScore, formatSize, type GradebookRow, sayIn, type Say } from "@shipshape/core";

import { countedAttempt } from "../gradebook/row.ts";
import { htmlText } from "../html-markdown.ts";
import { statusWord } from "../words.ts";
import { learnerName, minuteOf, type Overview, rounded } from "./class-of.ts";
import { stateWord } from "./state-word.ts";

const statuses = ["pass", "fail", "skip", "error"] as const;
/** What is wrong comes last when a column is sorted, and first when it is turned over. */
const severity = { pass: 0, skip: 1, fail: 2, error: 3 } as const;

/** Every learner on a row: plain without a script, which lets it be sorted and filtered. */
export function learnersTable({ gradebook, language }: Overview): string {
  const say = sayIn(language);
  const { checks, rows, maxScore } = gradebook;
  const heads = [
    head(say`Learner`, "text"),
    head(say`Id`, "text"),
    head(say`Score of ${formatScore(maxScore, language)}`, "number"),
    head(say`State`, "text"),
    head(say`Handed in (UTC)`, "text"),
    ...checks.map(({ id }) => head(id, "number", "check")),
    head(say`Image`, "number"),
    head(say`Attempts`, "number"),
  ];
  return `${controls(say, gradebook.checks)}
<p class="legend">${statuses.map((status) => `<span class="${status}">${htmlText(statusWord(status, say))}</span>`).join("")}</p>
<div class="scroll class" role="region" aria-labelledby="learners" tabindex="0">
<table id="class" data-up="${htmlText(say`ascending`)}" data-down="${htmlText(say`descending`)}" data-by="${htmlText(say`Sorted by {column}, {direction}.`)}">
<thead><tr>${heads.join("")}</tr></thead>
<tbody>
${rows.map((row, at) => learnerRow(row, at, { gradebook, language })).join("")}</tbody>
</table>
</div>
`;
}

function head(text: string, kind: "text" | "number", look = ""): string {
  return `<th scope="col" data-kind="${kind}"${look && ` class="${look}"`}>${htmlText(text)}</th>`;
}

const option = (value: string, text: string) => `<option value="${value}">${htmlText(text)}</option>`;

/** Shown by the script, which they are nothing without. */
function controls(say: Say, checks: Overview["gradebook"]["checks"]): string {
  const states = (["graded", "error", "undecided", "refused", "missing"] as const).map((state) =>
    option(state, stateWord(state, say)),
  );
  return `<div id="controls" role="search" hidden>
<label>${htmlText(say`Name or id`)} <input id="named" type="search" autocomplete="off" spellcheck="false"></label>
<label>${htmlText(say`State`)} <select id="state">${option("", say`any`)}${states.join("")}${option("late", say`late`)}${option("by-hand", say`decided by hand`)}</select></label>
<label>${htmlText(say`Fails`)} <select id="fails">${option("", say`any check or none`)}${checks.map(({ id }, at) => option(String(at), id)).join("")}</select></label>
<button id="clear" type="button">${htmlText(say`Show all`)}</button>
<span id="shown" role="status" data-text="${htmlText(say`{count} of {all} shown`)}"></span>
</div>`;
}

function learnerRow(
  row: GradebookRow,
  at: number,
  { gradebook: { checks }, language }: Pick<Overview, "gradebook" | "language">,
): string {
  const say = sayIn(language);
  const attempt = row.counts === undefined ? undefined : row.attempts[row.counts];
  const marks = [row.state, ...(attempt?.late ? ["late"] : []), ...(row.overridden ? ["by-hand"] : [])];
  const fails = row.verdicts.flatMap((status, check) => (status === "fail" ? [check] : []));
  return `<tr id="l${at + 1}" data-state="${marks.join(" ")}" data-fails="${fails.join(" ")}"><th scope="row">${linkedName(row, say)}</th><td>${htmlText(row.learner.id)}</td>${scoreCell(row, language)}<td class="${row.state}">${htmlText(stateWord(row.state, say))}</td>${handedIn(attempt, say)}${verdictCells(row, checks, say)}${sizeCell(row, language)}${attemptsCell(row, say)}</tr>
`;
}

function linkedName(row: GradebookRow, say: Say): string {
  const digest = countedAttempt(row)?.submission;
  const name = learnerName(row);
  // Of what is not graded there is no report. A link that is heard tells it from those that lead to the learner's row.
  return digest === undefined || row.verdicts.length === 0
    ? name
    : `<a href="submissions/${encodeURIComponent(digest)}/report.html">${name}<span class="aloud"> ${htmlText(say`(report)`)}</span></a>`;
}

/** A table is sorted by the number, however a language writes it. */
function scoreCell({ score, overridden }: GradebookRow, language: Overview["language"]): string {
  const shown = score === null ? "" : formatScore(score, language);
  const begin = `<td class="score" data-v="${score === null ? "" : rounded(score)}">`;
  if (!overridden) return `${begin}${shown}</td>`;
  const { earned, comment } = overridden;
  const say = sayIn(language);
  const decided =
    earned === null ? say`by hand` : say`by hand, the checks gave ${formatScore(earned, language)}`;
  return `${begin}${shown || "–"} <span class="by-hand">✎ ${htmlText(decided)}</span><span class="comment"><bdi>${htmlText(comment)}</bdi></span></td>`;
}

function handedIn(attempt: GradebookRow["attempts"][number] | undefined, say: Say): string {
  if (!attempt) return `<td></td>`;
  const at = attempt.at === undefined ? "" : minuteOf(attempt.at);
  const late = attempt.late ? `${at && " "}<span class="late">${htmlText(say`late`)}</span>` : "";
  return `<td>${htmlText(at)}${late}</td>`;
}

/** As many as there are checks: what was not graded has no verdicts. */
function verdictCells({ verdicts }: GradebookRow, checks: readonly unknown[], say: Say): string {
  return checks
    .map((_, at) => {
      const status = verdicts[at];
      return status ? verdictCell(status, say) : "<td></td>";
    })
    .join("");
}

/** The style draws a symbol before the word, which is there for those who do not see it. */
function verdictCell(status: GradebookRow["verdicts"][number], say: Say): string {
  return `<td class="verdict ${status}" data-v="${severity[status]}"><span>${htmlText(statusWord(status, say))}</span></td>`;
}

function sizeCell({ imageBytes }: GradebookRow, language: Overview["language"]): string {
  return imageBytes === undefined
    ? `<td class="size"></td>`
    : `<td class="size" data-v="${imageBytes}">${htmlText(formatSize(imageBytes, language))}</td>`;
}

function attemptsCell({ attempts, counts }: GradebookRow, say: Say): string {
  // Where a later one came after the deadline, an earlier one counts.
  const text =
    counts === undefined || counts === attempts.length - 1
      ? String(attempts.length)
      : say`${counts + 1} of ${attempts.length}`;
  return `<td class="size" data-v="${attempts.length}">${htmlText(text)}</td>`;
}
