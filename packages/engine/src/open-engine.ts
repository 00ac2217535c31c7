import { md, ShipshapeError, type Markdown, type Progress } from "@shipshape/core";

import type { Engine } from "./engine.ts";
import { findEngine, remedyFor, silence, type Silent } from "./find-engine.ts";

/**
 * Finds the engine that the user has, and otherwise brings up one of Shipshape's own.
 * Where an engine already answers this costs one ping.
 * @throws ShipshapeError where the engine that the user chose does not answer, or none is there and none can be made
 */
export async function openEngine(progress: Progress): Promise<Engine> {
  const found = await findEngine();
  if (found.engine) return found.engine;
  // These bring subprocesses and apt with them, which an engine that answers has no use for.
  const { debianAsRoot } = await import("./own/debian.ts");
  const debian = await debianAsRoot();
  if ("obstacle" in debian) throw noEngine(debian.obstacle, found.silent);
  const { bringUp } = await import("./own/bring-up.ts");
  return bringUp(found.release, debian, progress);
}

function noEngine(obstacle: Markdown, [first]: readonly Silent[]): ShipshapeError {
  if (first)
    return new ShipshapeError(
      md`A Docker engine is installed (${first.host}), and cannot be used: ${silence(first.answer)}.`,
      remedyFor(first.answer),
    );
  return new ShipshapeError(
    md`No Docker engine was found, and Shipshape cannot bring one up here: ${obstacle}.`,
    md`${howToInstall} On Debian, running this command as root also works.`,
  );
}

export const howToInstall = md`Install Docker: Docker Desktop on macOS and Windows, \`sudo apt-get install docker.io\` on Debian and Ubuntu.`;
