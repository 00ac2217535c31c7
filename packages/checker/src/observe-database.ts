import type { Answer, DatabaseSection } from "@shipshape/core";

import type { Database } from "./database.ts";

/** Asks the app for a path. */
type Ask = (path: string) => Promise<Answer>;

/** Visits the app twice, and asks the database what came of it. */
export async function observeVisits(
  database: Database,
  ask: Ask,
  signal: AbortSignal,
): Promise<Pick<DatabaseSection, "visits" | "rows">> {
  const visits = [await ask("/visits"), await ask("/visits")];
  const rows = await database.countRows(signal);
  return { visits, ...(rows !== undefined && { rows }) };
}

/** Takes the database away, and asks the app for its health: whatever it does from now on, it was made to. */
export async function observeRefusal(database: Database, ask: Ask, signal: AbortSignal): Promise<Answer> {
  await database.refuse(signal);
  return ask("/health");
}
