import { z } from "zod";

const format = z.enum(["text", "html", "simple_format", "md", "ansi"]);
const visibility = z.enum(["hidden", "after_due_date", "after_published", "visible"]);

const test = z.strictObject({
  score: z.number().optional(),
  max_score: z.number().optional(),
  status: z.enum(["passed", "failed"]).optional(),
  name: z.string().optional(),
  name_format: format.optional(),
  number: z.string().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  tags: z.array(z.string()).optional(),
  visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
});

/**
 * `results.json` as the specification of Gradescope's autograders has it, without the fields that it does not know
 * (https://gradescope-autograders.readthedocs.io/en/latest/specs/).
 */
export const gradescopeResults = z.strictObject({
  score: z.number().optional(),
  execution_time: z.number().nonnegative().optional(),
  output: z.string().optional(),
  output_format: format.optional(),
  test_output_format: format.optional(),
  test_name_format: format.optional(),
  visibility: visibility.optional(),
  stdout_visibility: visibility.optional(),
  extra_data: z.record(z.string(), z.unknown()).optional(),
  tests: z.array(test).optional(),
  leaderboard: z
    .array(
      z.strictObject({ name: z.string(), value: z.unknown(), order: z.enum(["asc", "desc"]).optional() }),
    )
    .optional(),
});

/**
 * What Gradescope records: the score on top, or else the sum of the tests' where each has one. Undefined where the
 * specification's «required if not on top level» is not met: it then has no score.
 */
export function gradescopeScore({
  score,
  tests = [],
}: z.infer<typeof gradescopeResults>): number | undefined {
  if (score !== undefined) return score;
  const scores = tests.map((each) => each.score);
  return scores.length > 0 && scores.every((each) => each !== undefined)
    ? scores.reduce((total, each) => total + each, 0)
    : undefined;
}
