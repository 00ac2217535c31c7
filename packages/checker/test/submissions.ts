import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Evidence, Lab, SectionName, Sections } from "@shipshape/core";
import { findLab } from "@shipshape/course";

import { gather } from "../src/gather.ts";
import type { RunScope } from "../src/run-scope.ts";

export const never = new AbortController().signal;

/** Lab 01, with limits of a test's own. */
export async function labWith(limits: Partial<Lab["limits"]> = {}): Promise<Lab> {
  const lab = await findLab("01");
  return { ...lab, limits: { ...lab.limits, ...limits } };
}

export type Trial = {
  readonly scope: RunScope;
  readonly lab: Lab;
  readonly signal?: AbortSignal;
  readonly onBuildOutput?: (line: string) => void;
};

/** Gathers evidence of a Dockerfile, as if it had been handed in. */
export async function gatherDockerfile(text: string, { signal = never, ...trial }: Trial): Promise<Evidence> {
  const folder = await mkdtemp(join(tmpdir(), "submission-"));
  try {
    await writeFile(join(folder, "Dockerfile"), text);
    return await gather({ ...trial, from: folder, name: "trial", signal, progress: () => undefined });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A section that was observed. */
export function seen<Name extends SectionName>(evidence: Evidence, name: Name): Sections[Name] {
  const section = evidence.sections[name];
  if (!section || !("observed" in section))
    throw new Error(`${name} was not observed: ${JSON.stringify(section)}`);
  return section.observed as Sections[Name];
}

/** The app's image with another command. */
export const running = (command: string) => `FROM python:3.13-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY app.py .
EXPOSE 5000
CMD ${command}
`;
