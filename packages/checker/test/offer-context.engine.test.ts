import { openEngine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { buildImage } from "../src/build-image.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { RunScope } from "../src/run-scope.ts";
import { never } from "./submissions.ts";

const engine = await openEngine(console.error);

const dockerfile = "FROM python:3.13-slim\nCOPY . /sent\nRUN head /sent/* && ls --full-time /sent\n";

/** What a step of the image's build writes that shows what the engine was sent. */
async function shown(scope: RunScope, files: Record<string, string>): Promise<string> {
  const context = new Map(
    Object.entries({ ...files, Dockerfile: dockerfile, ".dockerignore": "Dockerfile\n.dockerignore\n" }).map(
      ([path, content]) => [path, Buffer.from(content)],
    ),
  );
  const { ran } = await buildImage(engine, {
    context,
    tag: scope.newTag(),
    dockerfile: parseDockerfile(dockerfile),
    limits: { buildSeconds: 60, buildLog: 1e6 },
    signal: never,
    fresh: true,
  });
  return ran.map(({ output }) => output).join("");
}

/** How many contexts of builds the engine keeps. */
async function keptContexts(): Promise<number> {
  const usage = (await engine.docker.df()) as { BuildCache: { Type: string }[] };
  return usage.BuildCache.filter(({ Type }) => Type === "source.local").length;
}

test("each build gets its own files, though the engine keeps those of the build before, of the same size", async () => {
  await using scope = new RunScope(engine);
  expect(await shown(scope, { "a.txt": "one\n", "b.txt": "both\n" })).toContain("one");
  const second = await shown(scope, { "a.txt": "two\n", "b.txt": "both\n" });
  expect(second).toContain("two");
  expect(second).not.toContain("one");
  const third = await shown(scope, { "a.txt": "one\n" });
  expect(third).toContain("one");
  expect(third).not.toContain("both");
});

test("builds side by side do not take each other's files", async () => {
  await using scope = new RunScope(engine);
  const names = ["ann", "bob", "cem", "dee"];
  const all = await Promise.all(names.map((name) => shown(scope, { "a.txt": `${name}\n` })));
  for (const [index, name] of names.entries()) {
    const others = names.filter((other) => other !== name).join("|");
    expect(all[index]).toContain(name);
    expect(all[index]).not.toMatch(new RegExp(others));
  }
});

test("the engine keeps no more contexts for more builds", async () => {
  await using scope = new RunScope(engine);
  await shown(scope, { "a.txt": "first\n" });
  const before = await keptContexts();
  await shown(scope, { "a.txt": "second\n" });
  await shown(scope, { "a.txt": "third\n" });
  expect(await keptContexts()).toBe(before);
});

test("files are of the first second of 1970, so that layers are the same for the same files", async () => {
  await using scope = new RunScope(engine);
  expect(await shown(scope, { "a.txt": "dated\n" })).toMatch(/1970-01-01 00:00:00\.\d{9} \+0000 a\.txt/);
});
