import { dirname, join } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";
import { up } from "empathic/find";

/** The folder that holds the course, `labs/` of the clone that this runs from. */
export function labsFolder(): string {
  const workspace = up("pnpm-workspace.yaml", { cwd: import.meta.dirname });
  if (workspace === undefined)
    throw new ShipshapeError(
      md`There is no course around ${import.meta.dirname}.`,
      "Run Shipshape from a clone of its repository.",
    );
  return join(dirname(workspace), "labs");
}
