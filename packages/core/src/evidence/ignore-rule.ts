import { z } from "zod";

/** A rule of an ignore file: its line, counting from 1, and what stands there. */
export const ignoreRule = z.object({ line: z.number(), text: z.string() });

export type IgnoreRule = z.infer<typeof ignoreRule>;

/** Whether a rule brings back what others left out. */
export const isException = ({ text }: IgnoreRule): boolean => text.startsWith("!");
