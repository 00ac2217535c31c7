import { join } from "node:path";

import { openEngine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { layContext } from "../src/build-context.ts";
import { buildSubmission } from "../src/build-submission.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { RunScope } from "../src/run-scope.ts";
import { never } from "./submissions.ts";

const engine = await openEngine(console.error);
const app = join(import.meta.dirname, "../../../flask-app");

test.each(["3.9", "3.11", "3.13"])(
  "the reference app passes its own tests and flake8 on Python %s",
  async (version) => {
    const text = `FROM python:${version}-slim
WORKDIR /app
COPY requirements.dev.txt .
RUN pip install --no-cache-dir -r requirements.dev.txt
COPY . .
RUN flake8 && python -m pytest
`;
    await using scope = new RunScope(engine);
    const tag = scope.newTag();
    const context = await layContext(app, new Map([["Dockerfile", Buffer.from(text)]]));
    const result = await buildSubmission(
      scope,
      {
        context,
        tag,
        dockerfile: parseDockerfile(text),
        limits: { buildSeconds: 300, buildLog: 1e6 },
        signal: never,
      },
      console.error,
    );
    expect(result).toMatchObject({ state: "ended", build: { section: { outcome: "built" } } });
  },
);
