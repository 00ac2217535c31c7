import { sayIn, md, type Progress, ShipshapeError, visible } from "@shipshape/core";

import { currentLanguage } from "./language.ts";

/** The exit status when our side failed: engine, network, or how the command was used. */
export const ourSide = 2;

/** What shells use for a process that a signal ended. */
const interrupted = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Tells what went wrong and what to do, and sets the exit status. */
export function reportFailure(error: unknown): void {
  // All that was made has been given back; a question that somebody has yet to answer would keep the process.
  if (error instanceof Interrupted) process.exit(interrupted[error.signal]);
  process.exitCode = ourSide;
  if (isFolderGone(error)) return reportFailure(folderGone);
  if (error instanceof ShipshapeError) {
    const [message, remedy] = error.in(currentLanguage());
    console.error(`shipshape: ${message}\n${remedy}`);
  } else {
    const trace = visible(error instanceof Error ? (error.stack ?? error.message) : String(error));
    console.error(say()`shipshape: this is a mistake in Shipshape itself.\n${trace}`);
  }
}

/** What Node throws for a relative path where the current folder was deleted under the shell. */
const isFolderGone = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.syscall === "uv_cwd";

const folderGone = new ShipshapeError(
  "The folder that you are in was deleted.",
  "Go to another one, with `cd`, and call it again there.",
);

/** A reader that has gone away wants no more, and is no failure; a full disk behind standard output is. */
export function reportLostOutput(cause: NodeJS.ErrnoException): void {
  if (cause.code === "EPIPE") return;
  reportFailure(
    new ShipshapeError(
      md`The output could not be written: ${cause.message}.`,
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

const say = () => sayIn(currentLanguage());

/**
 * A signal that is aborted on Ctrl-C, SIGTERM, or when the terminal goes away; the second time the process ends at
 * once. The listeners stay: Testcontainers' lock files bring a `signal-exit` that ends a process without any.
 * @param tell says what is done then
 * @param sentence what it says
 */
export function untilInterrupted(
  tell: Progress = console.error,
  sentence = say()`Stopping, and putting everything back.`,
): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(interrupted[name]);
      tell(sentence);
      controller.abort(new Interrupted(name));
    });
  return controller.signal;
}
