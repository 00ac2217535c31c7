import { z } from "zod";

import { imageSection } from "./image.ts";

/** The single-stage image that the lab ships to be compared with, built on the same version of Python. */
export const beforeSection = imageSection
  .pick({ base: true, layers: true })
  .extend({ /** The path of its Dockerfile in the lab. */ dockerfile: z.string() });

export type BeforeSection = z.infer<typeof beforeSection>;
