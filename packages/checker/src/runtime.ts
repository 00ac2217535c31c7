import {
  type Answer,
  md,
  type Observation,
  observed,
  runtimeSection,
  type RuntimeSection,
  unavailable,
} from "@shipshape/core";

/** What the observer answers: packages/checker/observer/sitecustomize.py. */
const reportSchema = runtimeSection.omit({ pinned: true });

/** Reads what the process that serves the app told of itself. */
export function readRuntime(answer: Answer, pinned: RuntimeSection["pinned"]): Observation<RuntimeSection> {
  const report = reportSchema.safeParse(answer.outcome === "answered" && parseJson(answer.body));
  if (report.success) return observed({ ...report.data, pinned });
  return answer.outcome === "answered" && answer.status < 500
    ? unavailable(
        md`What answers is not the course's Flask app, or its Python cannot be looked into. Start the course's app, and Python without \`-I\`, \`-E\`, \`-S\` or a cleared environment.`,
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
