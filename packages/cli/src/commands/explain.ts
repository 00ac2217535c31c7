import { checkPage, checks, checksById, nearest } from "@shipshape/checks";
import { listed, md, ShipshapeError } from "@shipshape/core";

import { printMessage } from "../print-message.ts";

/** `shipshape explain CHECK`: laid out for a terminal, and as Markdown for a pipe. */
export async function explain(id: string): Promise<void> {
  const check = checksById.get(id);
  if (!check) throw unknownCheck(id);
  await printMessage(checkPage(check));
}

function unknownCheck(id: string): ShipshapeError {
  const ids = checks.map((check) => check.id);
  const near = nearest(id, ids);
  return new ShipshapeError(
    md`There is no check ${id}.`,
    near === undefined ? md`The checks are ${listed(ids)}.` : md`Did you mean ${near}?`,
  );
}
