import { checkPage, checks, checksById } from "@shipshape/checks";
import { ShipshapeError } from "@shipshape/core";
import { renderMessage } from "@shipshape/report";

import { stdoutLook } from "../stdout-look.ts";

/** `shipshape explain CHECK`: laid out for a terminal, and as Markdown for a pipe. */
export function explain(id: string): void {
  const check = checksById.get(id);
  if (!check)
    throw new ShipshapeError(
      `There is no check \`${id}\`.`,
      `The checks are ${checks.map(({ id }) => id).join(", ")}.`,
    );
  const page = checkPage(check);
  process.stdout.write(process.stdout.isTTY ? `${renderMessage(page, stdoutLook())}\n` : page);
}
