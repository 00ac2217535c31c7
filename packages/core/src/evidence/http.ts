import { z } from "zod";

export const answer = z
  .discriminatedUnion("outcome", [
    z.object({
      outcome: z.literal("answered"),
      status: z.number(),
      contentType: z.string(),
      /** Where a redirect points. */
      location: z.string().optional(),
      /** The first 4 KiB. */
      body: z.string(),
    }),
    /** Nothing spoke HTTP within the limit. */
    z.object({ outcome: z.literal("silent"), limitSeconds: z.number() }),
    /** The connection ended before the limit, without an answer: whoever was to answer has crashed. */
    z.object({ outcome: z.literal("cut-off") }),
    /** It began to answer and did not come to an end. */
    z.object({ outcome: z.literal("endless"), limitSeconds: z.number(), limitBytes: z.number() }),
    /** The container had stopped before it answered. */
    z.object({ outcome: z.literal("stopped") }),
  ])
  .meta({ id: "Answer" });

/** What the app answers to requests from outside its container. */
export const httpSection = z.object({
  /** The container's ports that were asked: 5000, and those that the image exposes. */
  asked: z.array(z.number()),
  /** The host name that the container was given: the greeting ends in it. */
  hostname: z.string(),
  home: answer,
  health: answer,
  /** Where the container listens; gathered only when nothing answered. */
  listeners: z.array(z.object({ address: z.string(), port: z.number() })).optional(),
});

export type HttpSection = z.infer<typeof httpSection>;
export type Answer = z.infer<typeof answer>;
