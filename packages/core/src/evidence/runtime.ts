import { z } from "zod";

/** The Python that serves the app, as it reports itself from inside the process that answers. */
export const runtimeSection = z
  .object({
    version: z.string(),
    prefix: z.string(),
    basePrefix: z.string(),
    workingDirectory: z.string(),
    /** The directory that holds the app's module. */
    appDirectory: z.string(),
    /** The distributions on its import path, by their normalised names. */
    installed: z.record(z.string(), z.string()),
    /** What the app's `requirements.txt` pins, by normalised names. */
    pinned: z.record(z.string(), z.string()),
  })
  .meta({ id: "RuntimeSection" });

export type RuntimeSection = z.infer<typeof runtimeSection>;
