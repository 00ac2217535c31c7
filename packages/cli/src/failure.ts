import { ShipshapeError } from "@shipshape/core";
import { CommanderError } from "commander";

/** The exit status when our side failed: engine, network, or how the command was used. */
const ourSide = 2;

/** What shells use for a process that ended on Ctrl-C. */
const interrupted = 130;

/** Tells what went wrong and what to do, and sets the exit status. */
export function reportFailure(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has written its own message; asking for help is no failure.
    process.exitCode = error.exitCode === 0 ? 0 : ourSide;
    return;
  }
  if (error instanceof Interrupted) {
    process.exitCode = interrupted;
    return;
  }
  process.exitCode = ourSide;
  if (error instanceof ShipshapeError) console.error(`shipshape: ${error.message}\n${error.remedy}`);
  else
    console.error(
      `shipshape: this is a mistake in Shipshape itself.\n${error instanceof Error ? error.stack : String(error)}`,
    );
}

/** The person, or the system, asked us to stop. */
export class Interrupted extends Error {}

/** A signal that is aborted on Ctrl-C, SIGTERM, or when the terminal goes away. */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => {
      console.error("Stopping, and putting everything back.");
      controller.abort(new Interrupted(name));
    });
  return controller.signal;
}
