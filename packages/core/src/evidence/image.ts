import { z } from "zod";

const imageBase = z
  .object({
    reference: z.string(),
    bytes: z.number(),
    /** It is a stand-in of ours for an official image, because no registry could be reached. */
    standIn: z.boolean(),
  })
  .meta({ id: "Base" });

/** What one instruction added: the bytes of the files in it, uncompressed, the same on every engine. */
export const imageLayer = z
  .object({ instruction: z.string(), line: z.number().optional(), bytes: z.number() })
  .meta({ id: "Layer" });

/** What the image says of itself, and what it is made of. */
export const imageSection = z.object({
  user: z.string(),
  workingDirectory: z.string(),
  /** `5000/tcp` and the like. */
  exposedPorts: z.array(z.string()),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  /** The external image that the final stage starts from. */
  base: imageBase,
  /** What was added to the base, first to last; what a later layer removes counts all the same. */
  layers: z.array(imageLayer),
});

export type ImageSection = z.infer<typeof imageSection>;
