import { sayIn } from "@shipshape/core";
import type { Standing } from "@shipshape/course";
import { type Look, paint, renderTable } from "@shipshape/report";

import { courseLine, nextLine, numberOf, pointsInWords, stateWord } from "../course-line.ts";
import { readStanding } from "../read-standing.ts";
import { stdoutLook } from "../stdout-look.ts";

/** The narrowest terminal, in columns, in which labs go by their whole names. */
const wide = 80;

/** `shipshape labs` */
export async function labs(): Promise<void> {
  const look = stdoutLook();
  const { standing } = await readStanding();
  const parts = [courseLine(standing, look), labTable(standing, look), nextLine(standing, look)];
  console.log(parts.join("\n\n"));
}

function labTable(standing: readonly Standing[], look: Look): string {
  const say = sayIn(look.language);
  const columns = [
    { heading: say`Lab` },
    { heading: say`State` },
    { heading: say`Points`, align: "right" as const },
    { heading: say`Minutes`, align: "right" as const },
    { heading: say`You will` },
  ];
  const rows = standing.map((each) => [
    look.columns < wide ? numberOf(each.lab.id) : each.lab.id,
    paintedState(each.state, look),
    pointsInWords(each, look),
    String(each.lab.minutes),
    each.lab.summary,
  ]);
  return renderTable(columns, rows, look.columns);
}

function paintedState(state: Standing["state"], look: Look): string {
  const style = ({ done: "green", next: "bold", started: "reset", open: "dim" } as const)[state];
  return paint(style, stateWord(state, look), look);
}
