import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Names a run so that any later process of this machine can tell whether the process behind it still lives:
 * `machine-boot-pid-start-random`. Fit for a label's value and for a tag.
 */
export function newRunId(): string {
  const { pid } = process;
  return [machine(), boot(), pid, startOf(pid) ?? 0, randomBytes(6).toString("hex")].join("-");
}

/**
 * Whether the process behind a run, or behind a tag that it gave (the run's id and a number), may still live. What another machine started counts as alive,
 * and so does what cannot be read.
 */
export function isAlive(runId: string): boolean {
  const [, of, since, pid, start] =
    /^([0-9a-f]{8})-([0-9a-f]{8})-(\d+)-(\d+)-[0-9a-f]{12}(?:-\d+)?$/.exec(runId) ?? [];
  if (of !== machine()) return true;
  return since === boot() && startOf(Number(pid)) === Number(start);
}

/** This machine as a process sees it: in another container a pid means another process. */
function machine(): string {
  return digest(`${hostname()} ${read(() => readlinkSync("/proc/self/ns/pid"))}`);
}

function boot(): string {
  return digest(read(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")));
}

/** When a process started, in clock ticks since the boot; 0 for one that lives where there is no /proc. */
function startOf(pid: number): number | undefined {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  // The command's name stands in brackets and may hold anything: fields are counted from the last bracket (proc(5)).
  if (stat !== "") return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
  if (process.platform === "linux") return undefined;
  try {
    process.kill(pid, 0);
    return 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? 0 : undefined;
  }
}

function read(from: () => string): string {
  try {
    return from();
  } catch {
    return "";
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 8);
