import { z } from "zod";

/** What PrairieLearn reads of `results.json` (`externalGraderResultSchema.ts` of its source), and what its element shows. */
export const prairieLearnResults = z.strictObject({
  gradable: z.boolean(),
  score: z.number().min(0).max(1).optional(),
  format_errors: z.array(z.string().min(1)).optional(),
  message: z.string(),
  output: z.string().optional(),
  tests: z.array(
    z.strictObject({
      name: z.string().min(1),
      description: z.string(),
      // Its element turns the points of all tests off where one has none.
      points: z.number(),
      max_points: z.number(),
      message: z.string().optional(),
      output: z.string().optional(),
    }),
  ),
});
