import type { ImageInspectInfo } from "dockerode";

import type { Engine } from "../engine.ts";

/** An image of the engine, or undefined where it has none of that name. */
export async function inspectImage(engine: Engine, reference: string): Promise<ImageInspectInfo | undefined> {
  try {
    return await engine.docker.getImage(reference).inspect();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}

/** For removing what may go only where nothing else holds it, or may have gone already. */
export function ignoreConflict(error: { statusCode?: number }): void {
  // 403 is what a network answers that something is still connected to.
  if (![403, 404, 409].includes(error.statusCode ?? 0)) throw error;
}
