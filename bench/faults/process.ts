import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const shipshape = join(import.meta.dirname, "../../shipshape");

export type Ended = { readonly status: number | null; readonly said: string };

/** Longer than any process takes that does not hang, in ms. */
const longest = 300_000;

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

export type RunOptions = {
  readonly env: NodeJS.ProcessEnv;
  /** A command that runs it, with what stands before its words. */
  readonly through?: readonly string[];
  /** Kills it. */
  readonly signal?: AbortSignal;
};

/** Runs `./shipshape` with words, in a group of its own. One that hangs is killed. */
export function run(words: readonly string[], { env, through = [], signal }: RunOptions): Running {
  signal?.throwIfAborted();
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
  const kill = () => {
    // It may have ended in this very moment.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid);
  };
  const tooLong = setTimeout(() => {
    said += `\nKilled, since it had not ended after ${longest / 1000} s.`;
    kill();
  }, longest);
  signal?.addEventListener("abort", kill);
  const ended = once(child, "close").then(([status]) => {
    clearTimeout(tooLong);
    signal?.removeEventListener("abort", kill);
    return { status, said };
  });
  return {
    child,
    ended,
    kill,
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
