import { z } from "zod";

const test = z.strictObject({
  name: z.string().min(1),
  test_code: z.string().min(1),
  status: z.enum(["pass", "fail", "error"]),
  message: z.string().max(65_535).nullable(),
  output: z.string().max(500).nullable().optional(),
  task_id: z.number().optional(),
});

const ran = (status: "pass" | "fail") =>
  z.strictObject({
    version: z.literal(3),
    status: z.literal(status),
    message: z.null(),
    tests: z.array(test).min(1),
  });

/** `results.json`, version 3, as Exercism's docs have it (`building/tooling/test-runners/interface.md`). */
export const exercismResults = z.discriminatedUnion("status", [
  ran("pass").refine(({ tests }) => tests.every(({ status }) => status === "pass")),
  ran("fail").refine(({ tests }) => tests.some(({ status }) => status !== "pass")),
  z.strictObject({
    version: z.literal(3),
    status: z.literal("error"),
    message: z.string().min(1).max(65_535),
    tests: z.array(test).max(0),
  }),
]);
