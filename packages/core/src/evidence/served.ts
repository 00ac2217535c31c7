import { z } from "zod";

/** Where the app serves; unavailable where no port answered. */
export const servedSection = z.object({
  /** The container's port that answered `/`. */
  port: z.number(),
});
