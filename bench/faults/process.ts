import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const shipshape = join(import.meta.dirname, "../../shipshape");

export type Ended = { readonly status: number | null; readonly said: string };

/** A process of ours with all that it started, which can be killed as a loss of power would. */
export type Running = {
  readonly child: ChildProcess;
  /** Settles when it has ended, however it did. */
  readonly ended: Promise<Ended>;
  /** Kills it at once, with its children. */
  readonly kill: () => void;
  /** Settles when it has said something, and never where it ends without. */
  readonly says: (words: string) => Promise<void>;
};

/** Runs `./shipshape` with words, in a group of its own. */
export function run(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  through: readonly string[] = [],
): Running {
  const [command = shipshape, ...args] = [...through, shipshape, ...words];
  const child = spawn(command, args, { env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return {
    child,
    ended: once(child, "close").then(([status]) => ({ status, said })),
    kill: () => {
      // It may have ended in this very moment.
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    },
    says: async (words) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const listener = () => said.includes(words) && resolve();
      listeners.add(listener);
      listener();
      await promise;
      listeners.delete(listener);
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
