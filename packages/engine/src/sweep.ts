import { belongingsOf, removeBelongings } from "./belongings.ts";
import type { Engine } from "./engine.ts";
import { isAlive } from "./run-id.ts";

/**
 * Removes what runs of this machine left behind when they were killed: containers with their volumes, networks
 * and images. What a living run or another machine made stays.
 */
export async function sweepDeadRuns(engine: Engine): Promise<void> {
  const belongings = await belongingsOf(engine);
  await removeBelongings(
    engine,
    belongings.filter(({ runId }) => !isAlive(runId)),
  );
}
