import { z } from "zod";

const result = z.strictObject({
  version: z.literal(1),
  status: z.enum(["pass", "fail", "error"]),
  max_score: z.number().positive(),
  tests: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        status: z.enum(["pass", "fail", "error"]),
        // One that is missing makes the total no number.
        score: z.number(),
        message: z.string(),
        test_code: z.string(),
        filename: z.string(),
        line_no: z.number(),
      }),
    )
    .min(1),
});

const total = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

/**
 * Reads the outputs of graders as `autograding-grading-reporter` does (`src/main.js`, `src/notify-classroom.js`): the
 * points are the sum of the tests' scores, out of the sum of the graders' `max_score`.
 */
export function classroomReporter(outputs: readonly string[]) {
  const results = outputs.map((output) =>
    result.parse(JSON.parse(Buffer.from(output, "base64").toString("utf8"))),
  );
  return {
    results,
    points: total(results.flatMap(({ tests }) => tests.map(({ score }) => score))),
    maxPoints: total(results.map(({ max_score }) => max_score)),
    failed: results.some(({ status }) => status !== "pass"),
    /** What it writes to the job's log (`src/console-results.js`). */
    log: results
      .flatMap(({ tests }) => tests.map(({ name, message }) => `❌ ${name}\n\nError: ${message}\n\n`))
      .join(""),
  };
}
