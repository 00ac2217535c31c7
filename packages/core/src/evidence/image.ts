import { z } from "zod";

/** What the image says of itself, and what it is made of. */
export const imageSection = z.object({
  user: z.string(),
  workingDirectory: z.string(),
  /** `5000/tcp` and the like. */
  exposedPorts: z.array(z.string()),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  /** The external image that the final stage starts from. */
  base: z.object({
    reference: z.string(),
    bytes: z.number(),
    /** It is a stand-in of ours for an official image, because no registry could be reached. */
    standIn: z.boolean(),
  }),
  /**
   * What was added to the base, first to last. A layer's `bytes` are those of the files in it, uncompressed,
   * the same on every engine; what a later layer removes counts all the same.
   */
  layers: z.array(z.object({ instruction: z.string(), line: z.number().optional(), bytes: z.number() })),
});

export type ImageSection = z.infer<typeof imageSection>;
