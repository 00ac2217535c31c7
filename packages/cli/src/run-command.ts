import { reportFailure, reportLostOutput } from "./failure.ts";

/** Runs what was asked for: results go to standard output, all else to standard error, and into the exit status. */
export async function runCommand(command: () => Promise<unknown>): Promise<void> {
  process.stdout.on("error", reportLostOutput);
  // There is nowhere left to say it, and the exit status says the result.
  process.stderr.on("error", () => undefined);
  try {
    await command();
  } catch (error) {
    reportFailure(error);
  }
}
