import { z } from "zod";

import { answer } from "./http.ts";

/** What the app does with the database that the lab runs beside it. */
export const databaseSection = z.object({
  /** Answers to `/visits`, asked for one after the other. */
  visits: z.array(answer),
  /** The rows that the database itself then has; absent where the app made no table. */
  rows: z.number().optional(),
  /** What `/health` answers while the app may use its database, and once it may no longer. */
  health: z.object({ allowed: answer, refused: answer }),
});

export type DatabaseSection = z.infer<typeof databaseSection>;
