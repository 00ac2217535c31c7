import {
  type Answer,
  md,
  type Observation,
  observed,
  type RuntimeSection,
  unavailable,
} from "@shipshape/core";
import { z } from "zod";

/** What the observer answers: packages/checker/observer/sitecustomize.py. */
const reportSchema = z.object({
  version: z.string(),
  prefix: z.string(),
  basePrefix: z.string(),
  workingDirectory: z.string(),
  appDirectory: z.string(),
  installed: z.record(z.string(), z.string()),
});

/** Reads what the process that serves the app told of itself. */
export function readRuntime(answer: Answer, pinned: RuntimeSection["pinned"]): Observation<RuntimeSection> {
  const report = reportSchema.safeParse(answer.outcome === "answered" && parseJson(answer.body));
  if (report.success) return observed({ ...report.data, pinned });
  return answer.outcome === "answered" && answer.status < 500
    ? unavailable(
        md`What answers is not the course's Flask app, or it hides the Python that serves it.`,
        "submission",
      )
    : unavailable(md`The app stopped answering.`, "submission");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a `requirements.txt` pins with `==`, by normalised names (the simple repository API's rule, PEP 503). */
export function parsePins(requirements: string): Record<string, string> {
  const pins = requirements.matchAll(/^([\w.-]+)(?:\[[^\]]*\])?==([^\s;#]+)/gm);
  return Object.fromEntries(Array.from(pins, ([, name = "", version = ""]) => [normalised(name), version]));
}

const normalised = (name: string) => name.replaceAll(/[-_.]+/g, "-").toLowerCase();
