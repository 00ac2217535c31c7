import { ShipshapeError } from "@shipshape/core";
import { CommanderError } from "commander";

/** The exit status when our side failed: engine, network, or how the command was used. */
const ourSide = 2;

/** What shells use for a process that a signal ended. */
const interrupted = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Tells what went wrong and what to do, and sets the exit status. */
export function reportFailure(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has written its own message; asking for help is no failure.
    process.exitCode = error.exitCode === 0 ? 0 : ourSide;
    return;
  }
  if (error instanceof Interrupted) {
    process.exitCode = interrupted[error.signal];
    return;
  }
  process.exitCode = ourSide;
  if (error instanceof ShipshapeError) console.error(`shipshape: ${error.message}\n${error.remedy}`);
  else
    console.error(
      `shipshape: this is a mistake in Shipshape itself.\n${error instanceof Error ? error.stack : String(error)}`,
    );
}

/** A reader that has gone away wants no more, and is no failure; a full disk behind standard output is. */
export function reportLostOutput(cause: NodeJS.ErrnoException): void {
  if (cause.code === "EPIPE") return;
  reportFailure(
    new ShipshapeError(
      `The output could not be written: ${cause.message}.`,
      "Write it elsewhere, with --out.",
      { cause },
    ),
  );
  process.on("exit", () => (process.exitCode = ourSide));
}

/** The person, or the system, asked us to stop. */
class Interrupted extends Error {
  readonly signal: keyof typeof interrupted;
  constructor(signal: keyof typeof interrupted) {
    super(signal);
    this.signal = signal;
  }
}

/**
 * A signal that is aborted on Ctrl-C, SIGTERM, or when the terminal goes away; the second time the process ends at
 * once. The listeners stay: Testcontainers' lock files bring a `signal-exit` that ends a process without any.
 */
export function untilInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(interrupted[name]);
      console.error("Stopping, and putting everything back.");
      controller.abort(new Interrupted(name));
    });
  return controller.signal;
}
