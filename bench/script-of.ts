import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";

const scripts = join(import.meta.dirname, "by-hand");

/** A lab's own script, or the one that does what every lab does. */
export function scriptOf(lab: Lab): string {
  const own = join(scripts, `${lab.id}.sh`);
  return existsSync(own) ? own : join(scripts, "any-lab.sh");
}
