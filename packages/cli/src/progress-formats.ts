import { sayIn } from "@shipshape/core";
import type { Standing } from "@shipshape/course";
import { csvTable, type Look, markdownTable, renderTable } from "@shipshape/report";

import { courseLine, nextLine, numberOf, pointsInWords, pointsOf, stateWord } from "./course-line.ts";

/** Writes how far a learner is with each lab of the course. */
type ProgressRenderer = (standing: readonly Standing[], look: Look) => string;

/** By what `progress --format` calls it. */
export const progressFormats: Readonly<Record<string, ProgressRenderer>> = {
  terminal(standing, look) {
    const columns = headings(look).map((heading) => ({ heading }));
    const rows = standing.map((each) => cells(each, numberOf(each.lab.id), look));
    const table = renderTable(columns, rows, look.columns);
    return `${courseLine(standing, look)}\n\n${table}\n\n${nextLine(standing, look)}\n`;
  },

  markdown(standing, look) {
    const say = sayIn(look.language);
    const rows = standing.map((each) => cells(each, each.lab.id, look));
    const title = say`Progress in the Shipshape course`;
    return `# ${title}\n\n${courseLine(standing, { ...look, columns: Infinity })}\n\n${markdownTable(headings(look), rows)}\n`;
  },

  json: (standing) => `${JSON.stringify({ version: 1, labs: standing.map(record) }, null, 2)}\n`,

  csv(standing) {
    const records = standing.map(record);
    return csvTable([Object.keys(records[0] ?? {})], records.map(Object.values));
  },
};

function headings({ language }: Look): string[] {
  const say = sayIn(language);
  return [say`Lab`, say`State`, say`Points`, say`Hints`, say`Done on`, say`Title`];
}

function cells(each: Standing, name: string, look: Look): string[] {
  const { state, lab, work } = each;
  const date = work?.doneAt?.slice(0, "2026-11-21".length) ?? "-";
  return [name, stateWord(state, look), pointsInWords(each, look), String(hintsTaken(each)), date, lab.title];
}

/** For programs: its names stay, and more may come. */
function record(each: Standing) {
  const { lab, state, work } = each;
  return {
    lab: lab.id,
    title: lab.title,
    state,
    points: pointsOf(each),
    maxPoints: lab.points,
    hints: hintsTaken(each),
    solutionSeen: work?.solutionSeen ?? false,
    doneAt: work?.doneAt ?? null,
    checkedAt: work?.last?.at ?? null,
  };
}

const hintsTaken = ({ work }: Standing): number =>
  Array.from(work?.hints.values() ?? []).reduce((total, count) => total + count, 0);
