import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

export type Run = {
  /** From the start of the process to its last output, in ms. */
  readonly outputMs: number;
  /** From the start of the process to its end, in ms. */
  readonly endMs: number;
  /** The most memory that it held, in MB. */
  readonly peakMegabytes: number;
};

/** Runs a command whole, and watches it from outside. */
export async function measure(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd = process.cwd(),
): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(command, args, { env, cwd, stdio: ["ignore", "pipe", "pipe"] });
  let outputMs = 0;
  let errors = "";
  let peakMegabytes = 0;
  child.stdout.on("data", () => {
    outputMs = performance.now() - startedAt;
    peakMegabytes = Math.max(peakMegabytes, peakOf(child.pid));
  });
  child.stderr.on("data", (chunk) => (errors += chunk));
  const [status] = await once(child, "exit");
  const endMs = performance.now() - startedAt;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${status}: ${errors}`);
  return { outputMs: outputMs || endMs, endMs, peakMegabytes };
}

/** The kernel's high-water mark of a process (proc(5), VmHWM). */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1000;
  } catch {
    return 0;
  }
}
