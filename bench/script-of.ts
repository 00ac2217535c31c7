import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Lab } from "@shipshape/core";
import type { Engine } from "@shipshape/engine";

const scripts = join(import.meta.dirname, "by-hand");

/** A lab's own script, or the one that does what every lab does. */
export function scriptOf(lab: Lab): string {
  const own = join(scripts, `${lab.id}.sh`);
  return existsSync(own) ? own : join(scripts, "any-lab.sh");
}

/** Takes away the images that the scripts leave without a name. */
export async function removeImagesOfScripts({ docker }: Engine): Promise<void> {
  await docker.pruneImages({ filters: { label: ["by-hand"], dangling: ["true"] } });
}
