import { mkdir } from "node:fs/promises";
import { once } from "node:events";
import { dirname } from "node:path";

import { execa } from "execa";

/**
 * Waits for a lock that the kernel gives back when this process ends, however it ends.
 * The holder is `flock` with a child that reads from us: our death closes its input.
 * @param onWait called when someone else has the lock
 * @throws the signal's reason where it is aborted before the lock is ours
 */
export async function lock(file: string, onWait: () => void, signal?: AbortSignal): Promise<AsyncDisposable> {
  await mkdir(dirname(file), { recursive: true });
  const holder = execa("flock", ["--exclusive", file, "sh", "-c", "echo held && exec cat"], {
    stdin: "pipe",
    stderr: "ignore",
    buffer: false,
    reject: false,
    ...(signal && { cancelSignal: signal }),
  });
  const waiting = setTimeout(onWait, 500);
  const ended = await Promise.race([once(holder.stdout, "data").then(() => undefined), holder]);
  clearTimeout(waiting);
  signal?.throwIfAborted();
  if (ended) throw new Error(`flock could not lock ${file}`, { cause: ended });
  return {
    async [Symbol.asyncDispose]() {
      holder.stdin.end();
      await holder;
    },
  };
}
