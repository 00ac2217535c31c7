import { formatScore, type GradebookRow, md, sayIn } from "@shipshape/core";

import { countedAttempt } from "../gradebook/row.ts";
import { htmlBlocks, htmlInline, htmlText } from "../html-markdown.ts";
import { median } from "../median.ts";
import { anchorOf, learnerName, minuteOf, type Overview } from "./class-of.ts";
import { standInsOf } from "./stand-ins.ts";
import { stateWord } from "./state-word.ts";

/** What the class is, in a heading and a row of numbers. */
export function opening({ gradebook, reports, language }: Overview): string {
  const say = sayIn(language);
  const { lab, labTitle, deadline, maxScore, rows } = gradebook;
  const scores = rows.flatMap(({ score }) => (score === null ? [] : [score]));
  const shown = (points: number) => formatScore(points, language);
  const count = (state: GradebookRow["state"]) => rows.filter((row) => row.state === state).length;
  const states = (["error", "undecided", "graded", "refused", "missing"] as const)
    // Nobody asks for troubles that are not there.
    .filter((state) => state === "graded" || count(state) > 0)
    .map((state) => tile(stateWord(state, say), String(count(state)), state));
  const standIns = standInsOf(reports.values(), language);
  return `<h1>${htmlText(labTitle)}</h1>
<p>${htmlInline(md`Lab ${lab}.`.in(language))} ${deadline === undefined ? htmlText(say`No deadline was set.`) : htmlInline(md`Deadline: ${minuteOf(deadline)} UTC.`.in(language))}</p>
<dl class="tiles">
${tile(say`learners`, String(rows.length))}${states.join("")}${scores.length > 0 ? tile(say`median score of ${shown(maxScore)}`, shown(median(scores))) : ""}</dl>
${standIns.map(htmlBlocks).join("")}`;
}

function tile(label: string, value: string, look = ""): string {
  return `<div class="tile ${look}"><dt>${htmlText(label)}</dt><dd>${htmlText(value)}</dd></div>\n`;
}

/** So many names stand open; more of them would push the class off the screen. */
const mostOpened = 12;

/** What waits for the instructor, and how to go about it; nothing where nothing does. */
export function attention(overview: Overview): string {
  const { gradebook, language } = overview;
  const say = sayIn(language);
  const parts = (["error", "undecided", "refused", "missing"] as const).flatMap((state) => {
    // Where a person gave a score, nothing waits any more.
    const rows = gradebook.rows.filter((row) => row.state === state && !row.overridden);
    return rows.length > 0 ? [waiting(state, rows, overview)] : [];
  });
  parts.push(...notes(overview));
  const { ignored } = gradebook;
  if (ignored.length > 0)
    parts.push(`<details><summary>${htmlText(say`Belongs to no learner: ${ignored.length}`)}</summary>
<ul>${ignored.map(({ entry, reason }) => `<li>${htmlInline(md`${entry}`.source)} ${htmlBlocks(reason)}</li>`).join("\n")}</ul></details>`);
  return parts.length === 0
    ? ""
    : `<section><h2>${htmlText(say`Look at these first`)}</h2>\n${parts.join("\n")}</section>\n`;
}

/** What was noted of attempts that count, such as that the roster has nobody of that name. */
function notes({ gradebook, language }: Overview): string[] {
  const items = gradebook.rows.flatMap((row) => {
    const note = row.state === "graded" ? countedAttempt(row)?.note : undefined;
    return note === undefined
      ? []
      : [`<li><a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a>${htmlBlocks(note)}</li>`];
  });
  if (items.length === 0) return [];
  const opened = items.length > mostOpened ? "" : " open";
  const heading = sayIn(language)`Graded, with a note: ${items.length}`;
  return [
    `<details${opened}><summary>${htmlText(heading)}</summary>\n<ul>${items.join("\n")}</ul></details>`,
  ];
}

type Waiting = Exclude<GradebookRow["state"], "graded">;

function waiting(state: Waiting, rows: readonly GradebookRow[], { gradebook, language }: Overview): string {
  const say = sayIn(language);
  const items = rows.map(
    (row) =>
      `<li><a href="#${anchorOf(gradebook, row)}">${learnerName(row)}</a>${row.reason === undefined ? "" : htmlBlocks(row.reason)}</li>`,
  );
  const heading = `${stateWord(state, say)}: ${rows.length}`;
  const list = `<ul${state === "missing" ? ' class="names"' : ""}>${items.join("\n")}</ul>`;
  return `<div class="waiting ${state}"><h3>${htmlText(heading)}</h3>
<p>${htmlInline(whatToDo(state).in(language))}</p>
${rows.length > mostOpened ? `<details><summary>${htmlText(say`Who it is`)}</summary>${list}</details>` : list}</div>`;
}

function whatToDo(state: Waiting) {
  switch (state) {
    case "error":
      return md`Our side failed, and no score is given: this is nobody's zero. Call ${"./shipshape doctor"}, mend what it names, and grade again with the same command. Only these are graded then.`;
    case "undecided":
      return md`Only a person can tell what counts. Take out of the class's folder what does not count and grade again, or enter a score in ${"overrides.csv"}.`;
    case "refused":
      return md`What was handed in cannot be read, which earns nothing. Ask for it once more, or enter a score in ${"overrides.csv"}.`;
    case "missing":
      return md`They are on the roster, and nothing was handed in under their names. It may lie there under another name: look at those with a note, and at what belongs to no learner.`;
  }
}
