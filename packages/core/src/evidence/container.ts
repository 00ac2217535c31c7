import { z } from "zod";

/** The running container, seen from outside once it had answered or failed to. */
export const containerSection = z.object({
  running: z.boolean(),
  /** The engine's own words, where it could not start the container's command at all. */
  startError: z.string().optional(),
  /** Meaningful once it has stopped. */
  exitCode: z.number(),
  outOfMemory: z.boolean(),
  memoryLimitBytes: z.number(),
  /** Of every process in it, with real and effective uid as the engine's host sees them. */
  processes: z.array(z.object({ pid: z.number(), uid: z.number(), euid: z.number(), command: z.string() })),
  /** The end of what it wrote to standard output and standard error. */
  log: z.string(),
});

export type ContainerSection = z.infer<typeof containerSection>;
