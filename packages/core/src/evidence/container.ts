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
  /** The end of what it wrote to standard output and standard error. */
  log: z.string(),
});

export type ContainerSection = z.infer<typeof containerSection>;
