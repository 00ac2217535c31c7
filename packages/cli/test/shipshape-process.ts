import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const program = join(import.meta.dirname, "../src/shipshape.ts");

/** Half of a short command's time is to compile the workspace; Node does it once for each content of a file. */
const compileCache = join(import.meta.dirname, "../node_modules/.cache/compiled");

export type Ended = { readonly status: number; readonly out: string; readonly err: string };

/** Runs the command as a process of its own, without a terminal, in English. */
export async function shipshape(
  words: readonly string[],
  { cwd, env = {}, through = [] }: { cwd: string; env?: NodeJS.ProcessEnv; through?: readonly string[] },
): Promise<Ended> {
  const [command = "", ...args] = [...through, process.execPath, program, ...words];
  const ours = { LANG: "C.UTF-8", NODE_COMPILE_CACHE: compileCache };
  const run = promisify(execFile)(command, args, { cwd, env: { ...process.env, ...ours, ...env } });
  return run.then(
    ({ stdout, stderr }) => ({ status: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }) => ({ status: code, out: stdout, err: stderr }),
  );
}
