import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const program = join(import.meta.dirname, "../src/shipshape.ts");

export type Ended = { readonly status: number; readonly out: string; readonly err: string };

/** Runs the command as a process of its own, without a terminal, in English. */
export async function shipshape(
  words: readonly string[],
  { cwd, env = {}, through = [] }: { cwd: string; env?: NodeJS.ProcessEnv; through?: readonly string[] },
): Promise<Ended> {
  const [command = "", ...args] = [...through, process.execPath, program, ...words];
  const run = promisify(execFile)(command, args, { cwd, env: { ...process.env, LANG: "C.UTF-8", ...env } });
  return run.then(
    ({ stdout, stderr }) => ({ status: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ status: code, out: stdout, err: stderr }),
  );
}
