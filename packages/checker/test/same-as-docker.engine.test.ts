import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { openEngine } from "@shipshape/engine";
import { execa } from "execa";
import { expect, test } from "vitest";

import type { Context } from "../src/build-context.ts";
import { buildImage } from "../src/build-image.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { describeEngine } from "../src/engine-facts.ts";
import { imageHistory } from "../src/image-history.ts";
import { RunScope } from "../src/run-scope.ts";
import { never } from "./submissions.ts";

const engine = await openEngine(console.error);

const files = [
  ".env",
  ".git/config",
  "app.py",
  "a.log",
  "b/.env",
  "b/a.log",
  "b/c/a.log",
  "b/__pycache__/x.pyc",
  "__pycache__/y.pyc",
  "tests/test_app.py",
  "docs/read me.md",
  "venv/bin/python",
  "Dockerfile",
  "b/keep.log",
  "x!y",
];

const dockerfile = "FROM scratch\nCOPY . /\n";

test.each([
  ["names at the root only", ".env\n__pycache__\n*.log\n"],
  ["names at every depth", "**/.env\n**/__pycache__\n**/*.log\n"],
  ["exceptions, the last of which counts", "*\n!app.py\n!b\nb/*.log\n!b/keep.log\n"],
  ["folders with a slash, comments and spaces", "# a comment\n  tests/  \n/docs\nvenv/**\n\n"],
  ["single characters and classes", "?.log\n[ab]/*.log\nx\\!y\n"],
  ["what ends in something, at every depth", "**.log\n**.env\n**venv\n"],
  ["the Dockerfile itself", "Dockerfile\n.dockerignore\n"],
  ["what the Dockerfile's own ignore file names", "b\n", "**/*.log\n"],
  ["nothing, where the Dockerfile's own ignore file is empty", "b\n", ""],
])("the context without %s is the one that docker build sends", async (_, rules, own?: string) => {
  const context = new Map(files.map((path) => [path, Buffer.from(dockerfile)]));
  context.set(".dockerignore", Buffer.from(rules));
  if (own !== undefined) context.set("Dockerfile.dockerignore", Buffer.from(own));
  const folder = await mkdtemp(join(tmpdir(), "context-"));
  const out = join(folder, "out");
  for (const [path, content] of context) {
    await mkdir(dirname(join(folder, "in", path)), { recursive: true });
    await writeFile(join(folder, "in", path), content);
  }
  await execa("docker", ["build", "--quiet", "--output", out, join(folder, "in")], {
    env: engine.environment,
  });
  const sent = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(out.length + 1));
  expect((await askedFor(context)).toSorted()).toEqual(sent.toSorted());
  await rm(folder, { recursive: true });
});

/** What BuildKit asks us for, when we are its client as the docker command is. */
async function askedFor(context: Context): Promise<string[]> {
  await using scope = new RunScope(engine);
  const { asked } = await buildImage(engine, { ...requestFor(dockerfile), tag: scope.newTag(), context });
  return [...asked.keys()];
}

const requestFor = (text: string) => ({
  dockerfile: parseDockerfile(text),
  limits: { buildSeconds: 60, buildLog: 1e6 },
  signal: never,
});

test("what was added to a base measures the same by the engine's history and by the layers themselves", async () => {
  await using scope = new RunScope(engine);
  const text =
    "FROM python:3.13-slim\nRUN ln -s /etc/hostname /link && cp /etc/passwd /copy && ln /copy /hard\n";
  const { imageId = "" } = await buildImage(engine, {
    context: new Map([["Dockerfile", Buffer.from(text)]]),
    tag: scope.newTag(),
    ...requestFor(text),
  });
  const byLayers = (await imageHistory(engine, imageId, "containerd", never)).at(-1);
  const { store } = await describeEngine(engine);
  expect(await imageHistory(engine, imageId, store, never)).toContainEqual(byLayers);
  expect(byLayers?.bytes).toBeGreaterThan(100);
  expect(byLayers?.bytes).toBeLessThan(4096);
});
