import { z } from "zod";

import type { Markdown } from "../markdown.ts";

/**
 * Why something could not be observed: `submission`, because of what was handed in (its image did not
 * build, say), or `infrastructure`, because of something on our side.
 */
export const unavailableSchema = z
  .object({
    /** Markdown: the reason. */
    unavailable: z.string(),
    blame: z.enum(["submission", "infrastructure"]),
  })
  .meta({ id: "Unavailable" });

export type Unavailable = z.infer<typeof unavailableSchema>;

/** What was seen, or why nothing was. */
export type Observation<Value> = { readonly observed: Value } | Unavailable;

export const observationOf = <Value extends z.ZodType>(value: Value) =>
  z.union([z.object({ observed: value }), unavailableSchema]);

export const observed = <Value>(value: Value): Observation<Value> => ({ observed: value });

export const unavailable = (reason: Markdown, blame: Unavailable["blame"]): Unavailable => ({
  unavailable: reason.source,
  blame,
});
