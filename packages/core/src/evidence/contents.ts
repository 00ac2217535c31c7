import { z } from "zod";

/** What was looked for in the final image, and is there although its base has not got it. */
export const contentsSection = z.object({
  /** Packages of the distribution (Debian's or Alpine's), by name. */
  packages: z.array(z.string()),
  paths: z.array(
    z.object({
      path: z.string(),
      kind: z.enum(["compiler", "header", "pip-cache", "test-tool", "tests", "dev-requirements"]),
    }),
  ),
});

export type ContentsSection = z.infer<typeof contentsSection>;
