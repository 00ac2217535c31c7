import { z } from "zod";

/** The processes in the running container; unavailable where it had ended. */
export const processesSection = z.object({
  /** With real and effective uid as the engine's host sees them. */
  live: z.array(z.object({ pid: z.number(), uid: z.number(), euid: z.number(), command: z.string() })),
});

export type ProcessesSection = z.infer<typeof processesSection>;
