import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { openEngine } from "@shipshape/engine";
import { execa } from "execa";
import { expect, test } from "vitest";

import { filterContext } from "../src/build-context.ts";
import { imageHistory } from "../src/image-history.ts";

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

test.each([
  ["names at the root only", ".env\n__pycache__\n*.log\n"],
  ["names at every depth", "**/.env\n**/__pycache__\n**/*.log\n"],
  ["exceptions, the last of which counts", "*\n!app.py\n!b\nb/*.log\n!b/keep.log\n"],
  ["folders with a slash, comments and spaces", "# a comment\n  tests/  \n/docs\nvenv/**\n\n"],
  ["single characters and classes", "?.log\n[ab]/*.log\nx\\!y\n"],
  ["the Dockerfile itself", "Dockerfile\n.dockerignore\n"],
])("the context without %s is the one that docker build sends", async (_, rules) => {
  const context = new Map(
    [...files, ".dockerignore"].map((path) => [
      path,
      Buffer.from(path === ".dockerignore" ? rules : "FROM scratch\nCOPY . /\n"),
    ]),
  );
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
  // The engine's API has to be sent the Dockerfile, ignored or not.
  const ours = [...filterContext(context).keys()].filter((path) => path !== "Dockerfile");
  expect(ours.toSorted()).toEqual(sent.filter((path) => path !== "Dockerfile").toSorted());
  await rm(folder, { recursive: true });
});

test("an image measures the same by its history and by its layers", async () => {
  const { Id } = await engine.docker.getImage("python:3.13-slim").inspect();
  const byLayers = await imageHistory(engine, Id, "containerd");
  const { Driver } = await engine.docker.info();
  // Only overlay2 has the numbers in its history; on other stores this compares the measuring with itself.
  expect(await imageHistory(engine, Id, Driver === "overlay2" ? "overlay2" : "containerd")).toEqual(byLayers);
});
