import { dirname } from "node:path";

import { labsFolder } from "@shipshape/course";

/** The folder that the person is in; the course's own where that was deleted under their shell. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return dirname(labsFolder());
  }
}
