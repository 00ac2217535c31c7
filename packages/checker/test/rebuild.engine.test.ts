import { type Lab, md, type Rebuild, type RebuildSection, unavailable } from "@shipshape/core";
import { openEngine } from "@shipshape/engine";
import { describe, expect, test } from "vitest";

import { layContext } from "../src/build-context.ts";
import { buildSubmission } from "../src/build-submission.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { observeRebuild } from "../src/rebuild.ts";
import { RunScope } from "../src/run-scope.ts";
import { labWith, never, running } from "./submissions.ts";

const engine = await openEngine(console.error);

const codeEdit: Rebuild = {
  edits: [{ file: "app.py", find: "import socket\n", replace: "import socket\n# {nonce}\n" }],
  network: false,
  run: false,
};
const brokenTest: Rebuild = {
  edits: [{ file: "tests/test_app.py", find: '"text/plain"', replace: '"{nonce}"' }],
  network: true,
  run: false,
};

/** Builds a Dockerfile over the reference app, then again as a counterfactual says. */
async function rebuild(text: string, plan: Rebuild, lab?: Partial<Lab>): Promise<RebuildSection> {
  await using scope = new RunScope(engine);
  const whole = { ...(await labWith()), ...lab };
  const dockerfile = parseDockerfile(text);
  const context = await layContext(
    whole.appFolder,
    new Map([["Dockerfile", Buffer.from(text)]]),
    whole.appIn,
  );
  const control = await buildSubmission(
    scope,
    {
      context,
      tag: scope.newTag(),
      dockerfile,
      limits: whole.limits,
      signal: never,
    },
    console.error,
  );
  if (control.state !== "ended" || control.build.imageId === undefined)
    throw new Error(`The control did not build: ${JSON.stringify(control)}`);
  const seen = await observeRebuild(
    {
      scope,
      lab: whole,
      appIn: whole.appIn,
      context,
      asked: control.build.asked,
      dockerfile,
      signal: never,
      image: await engine.docker.getImage(control.build.imageId).inspect(),
      runtime: Promise.resolve(unavailable(md`Nothing was run.`, "submission")),
      run: () => Promise.reject(new Error("This one is not run.")),
      progress: () => undefined,
    },
    plan,
  );
  if (!("observed" in seen)) throw new Error(seen.unavailable);
  return seen.observed;
}

const runs = ({ ran }: RebuildSection) => ran.filter(({ name }) => name.includes("] RUN "));

describe("an edit of the app, rebuilt without a network", () => {
  test("takes the dependencies from the cache where they stand above the app", async () => {
    const seen = await rebuild(running('["python", "app.py"]'), codeEdit);
    expect(seen.build.outcome).toBe("built");
    expect(runs(seen)).toEqual([]);
    expect(seen.ran.map(({ line }) => line)).toEqual([5]);
  });

  test("ends in the step that wants to install them again", async () => {
    const text = `FROM python:3.13-slim
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir -r requirements.txt
`;
    expect((await rebuild(text, codeEdit)).build).toMatchObject({
      outcome: "failed",
      failedStep: { line: 4 },
      log: expect.stringContaining("Retrying"),
    });
  });

  test("runs again on a second check of the same submission", async () => {
    const text = "FROM python:3.13-slim\nCOPY . .\nRUN echo again\n";
    const [one, other] = [await rebuild(text, codeEdit), await rebuild(text, codeEdit)];
    expect(runs(other)).toEqual([expect.objectContaining({ line: 3, output: "again\n" })]);
    expect(other.nonce).not.toBe(one.nonce);
  });
});

const tested = (command: string) => `FROM python:3.13-slim
WORKDIR /app
COPY requirements.dev.txt .
RUN pip install --no-cache-dir -r requirements.dev.txt
COPY . .
RUN ${command}
`;

describe("a broken test", () => {
  test("stops a build that runs the tests, and shows in its output", async () => {
    const seen = await rebuild(tested("python -m pytest"), brokenTest);
    expect(seen.build).toMatchObject({ outcome: "failed", failedStep: { line: 6 } });
    expect(seen.ran.at(-1)).toMatchObject({ line: 6, showsNonce: true });
  });

  test("shows also where its failure is swallowed", async () => {
    const seen = await rebuild(tested("python -m pytest || true"), brokenTest);
    expect(seen.build.outcome).toBe("built");
    expect(seen.ran.find(({ line }) => line === 6)).toMatchObject({ showsNonce: true });
  });

  test("is looked for in the folder of the context that holds the app", async () => {
    const seen = await rebuild("FROM python:3.13-slim\nCOPY backend/ /app/\n", brokenTest, {
      appIn: "backend",
    });
    expect(seen.changed).toEqual(["backend/tests/test_app.py"]);
  });
});

test("a new image is not run beside an unchanged app that never answered", async () => {
  const text = "FROM python:3.13-slim\nCOPY . .\n";
  await expect(rebuild(text, { ...codeEdit, run: true })).rejects.toThrow("Nothing was run.");
});

test("an edit that no longer applies to the app is the lab's mistake", async () => {
  const stale = { ...brokenTest, edits: [{ file: "app.py", find: "gone", replace: "" }] };
  await expect(rebuild("FROM python:3.13-slim\nCOPY . .\n", stale)).rejects.toThrow(
    "changes `gone` in `app.py` and no longer applies: that text is there 0 times",
  );
});
