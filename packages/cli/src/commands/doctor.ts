import { diagnose } from "@shipshape/engine";
import { renderTable } from "@shipshape/report";

import { stdoutLook } from "../stdout-look.ts";

/** `shipshape doctor`: exit status 2 where something keeps checks from working. */
export async function doctor(): Promise<void> {
  const diagnoses = await diagnose();
  const rows = diagnoses.map(({ subject, state, detail, remedy }) => [
    subject,
    state,
    remedy ? `${detail.replace(/[^.]$/, "$&.")} ${remedy}` : detail,
  ]);
  console.log(
    renderTable(
      [{ heading: "What" }, { heading: "State" }, { heading: "What was found, and what to do" }],
      rows,
      stdoutLook().columns,
    ),
  );
  process.exitCode = diagnoses.some(({ state }) => state === "problem") ? 2 : 0;
}
