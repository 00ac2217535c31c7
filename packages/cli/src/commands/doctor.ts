import { sayIn } from "@shipshape/core";
import { diagnose } from "@shipshape/engine";
import { renderTable } from "@shipshape/report";

import { currentLanguage } from "../language.ts";
import { stdoutLook } from "../stdout-look.ts";

/** `shipshape doctor`: exit status 2 where something keeps checks from working. */
export async function doctor(): Promise<void> {
  const diagnoses = await diagnose();
  const language = currentLanguage();
  const say = sayIn(language);
  const states = { ok: say`ok`, warning: say`warning`, problem: say`problem` };
  const rows = diagnoses.map(({ subject, state, detail, remedy }) => [
    subject.in(language),
    states[state],
    [detail.in(language).replace(/[^.]$/, "$&."), ...(remedy ? [remedy.in(language)] : [])].join(" "),
  ]);
  console.log(
    renderTable(
      [{ heading: say`What` }, { heading: say`State` }, { heading: say`What was found, and what to do` }],
      rows,
      stdoutLook().columns,
    ),
  );
  process.exitCode = diagnoses.some(({ state }) => state === "problem") ? 2 : 0;
}
