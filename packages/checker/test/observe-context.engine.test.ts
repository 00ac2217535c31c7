import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { CanariesSection, ContextSection, Lab } from "@shipshape/core";
import { openEngine } from "@shipshape/engine";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Context } from "../src/build-context.ts";
import { buildImage } from "../src/build-image.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { observeContext } from "../src/observe-context.ts";
import { RunScope } from "../src/run-scope.ts";
import { labWith, never } from "./submissions.ts";

const engine = await openEngine(console.error);
const scope = new RunScope(engine);
let cache: string;
beforeAll(async () => {
  // What is remembered from an earlier run would not be looked for.
  cache = await mkdtemp(join(tmpdir(), "cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
  await scope[Symbol.asyncDispose]();
});

const contextOf = (files: Record<string, string>): Context =>
  new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));

const requestFor = (dockerfile: string) => ({
  tag: scope.newTag(),
  dockerfile: parseDockerfile(dockerfile),
  limits: { buildSeconds: 60, buildLog: 1e6 },
  signal: never,
});

/** What BuildKit asks for of a folder. */
async function asked(dockerfile: string, files: Record<string, string> = {}): Promise<string[]> {
  const context = contextOf({
    Dockerfile: dockerfile,
    "app.py": "app",
    "requirements.txt": "flask",
    "tests/test_app.py": "test",
    "tests/data/a.log": "log",
    "b.log": "log",
    ".env": "secret",
    ...files,
  });
  const build = await buildImage(engine, { ...requestFor(dockerfile), context });
  expect(build.section.outcome).toBe("built");
  return [...build.asked.keys()].toSorted();
}

const all = [
  ".env",
  "Dockerfile",
  "app.py",
  "b.log",
  "requirements.txt",
  "tests/data/a.log",
  "tests/test_app.py",
];

describe("what the engine asks for", () => {
  test.each<[string, string, string[], Record<string, string>?]>([
    ["all of the context", "COPY . /", all],
    ["named files", "COPY app.py requirements.txt /", ["app.py", "requirements.txt"]],
    ["a folder", "COPY tests /tests", ["tests/data/a.log", "tests/test_app.py"]],
    ["a pattern", "COPY *.txt [ab]*.py /", ["app.py", "requirements.txt"]],
    ["an argument's value", "ARG MODULE=app\nCOPY ${MODULE}.py /", ["app.py"]],
    ["ADD's source", "ADD app.py /", ["app.py"]],
    ["nothing", "LABEL a=b", []],
    [
      "the ignore file itself",
      "COPY .dockerignore app.py /",
      [".dockerignore", "app.py"],
      { ".dockerignore": "" },
    ],
  ])("is %s", async (_, instructions, paths, files) => {
    expect(await asked(`FROM scratch\n${instructions}\n`, files)).toEqual(paths);
  });

  test("is what a bind mount takes", async () => {
    const run = "RUN --mount=type=bind,source=app.py,target=/app.py cat /app.py";
    expect(await asked(`FROM python:3.13-slim\n${run}\n`)).toEqual(["app.py"]);
  });

  test("is not what a stage takes that nothing needs", async () => {
    const unused = "FROM scratch AS unused\nCOPY tests /tests\n";
    expect(await asked(`${unused}FROM scratch\nCOPY app.py /\n`)).toEqual(["app.py"]);
  });

  test("is what an earlier stage takes", async () => {
    const earlier = "FROM scratch AS earlier\nCOPY tests /tests\n";
    expect(await asked(`${earlier}FROM scratch\nCOPY --from=earlier /tests /\n`)).toEqual([
      "tests/data/a.log",
      "tests/test_app.py",
    ]);
  });

  test("has names in any script", async () => {
    const files = { "grüße/мир.txt": "", "a b+c.txt": "", "ü.log": "" };
    const copy = 'COPY ["grüße", "a b+c.txt", "/"]';
    expect(await asked(`FROM scratch\n${copy}\n`, files)).toEqual(["a b+c.txt", "grüße/мир.txt"]);
    const ignored = { ...files, ".dockerignore": "**\n!grüße/мир.txt\n" };
    expect(await asked("FROM scratch\nCOPY . /\n", ignored)).toEqual(["grüße/мир.txt"]);
  });

  test.each([
    [
      "the root",
      { ".dockerignore": "*.log\n.env\n.dockerignore\n" },
      (it: string) => !["b.log", ".env"].includes(it),
    ],
    [
      "every depth",
      { ".dockerignore": "# logs\n**/*.log\n.dockerignore\n" },
      (it: string) => !it.endsWith(".log"),
    ],
    [
      "all but exceptions",
      { ".dockerignore": "*\n!app.py\n!tests\ntests/data\n" },
      (it: string) => ["app.py", "tests/test_app.py"].includes(it),
    ],
    [
      "what Dockerfile.dockerignore names, whatever .dockerignore does",
      { "Dockerfile.dockerignore": "tests\n*ignore\n", ".dockerignore": "*\n" },
      (it: string) => !it.startsWith("tests"),
    ],
    [
      "nothing, where Dockerfile.dockerignore is empty",
      { "Dockerfile.dockerignore": "", ".dockerignore": "*.py\n" },
      () => true,
    ],
  ])(
    "is without what an ignore file leaves out: %s",
    async (_, ignoreFiles: Record<string, string>, stays) => {
      const paths = await asked("FROM scratch\nCOPY . /\n", ignoreFiles);
      expect(paths.filter((path) => !path.endsWith("ignore"))).toEqual(all.filter(stays));
    },
  );
});

const progress = () => undefined;

const plan: Lab["counterfactuals"]["canaries"] = {
  folders: [".", "docs"],
  files: [".env", "__pycache__/app.pyc"],
  ballast: [{ path: ".git/objects/pack/p.pack", size: 2_000_000 }],
};

async function observe(
  instructions: string,
  files: Record<string, string> = {},
): Promise<{ context: ContextSection; canaries: CanariesSection }> {
  const text = `FROM python:3.13-slim\n${instructions}\n`;
  const lab = { ...(await labWith()), counterfactuals: { canaries: plan } };
  const context = contextOf({ Dockerfile: text, "app.py": "app", ...files });
  const dockerfile = parseDockerfile(text);
  const sections = await observeContext({ scope, lab, context, dockerfile, signal: never, progress });
  if (!sections.context || !("observed" in sections.context)) throw new Error("no context was observed");
  if (!sections.canaries || !("observed" in sections.canaries)) throw new Error("no canaries were observed");
  return { context: sections.context.observed, canaries: sections.canaries.observed };
}

describe("canaries in a real image", () => {
  test("are found where all is copied, and the context is measured", async () => {
    const { context, canaries } = await observe("WORKDIR /app\nCOPY . .");
    const planted = [".env", "__pycache__/app.pyc", "docs/.env", "docs/__pycache__/app.pyc"];
    expect(canaries).toMatchObject({ planted, sent: planted, build: { outcome: "built" } });
    expect(
      canaries.found.map(({ canary, path, line, deleted }) => ({ canary, path, line, deleted })),
    ).toEqual(
      expect.arrayContaining(
        planted.map((canary) => ({ canary, path: `/app/${canary}`, line: 3, deleted: false })),
      ),
    );
    expect(context.offered).toEqual({ files: 7, bytes: context.sent.bytes });
    expect(context.sent.largest[0]).toEqual({ path: ".git", bytes: 2_000_000 });
    expect(context).not.toHaveProperty("ignoreFile");
    expect(context).not.toHaveProperty("rules");
  });

  test("are nowhere where an ignore file keeps them out", async () => {
    const rules = "**/.env\n**/__pycache__\n.git\nDockerfile\n";
    const { context, canaries } = await observe("COPY . /app", { ".dockerignore": rules });
    expect(canaries).toMatchObject({ sent: [], found: [], build: { outcome: "built" } });
    expect(context).toMatchObject({ sent: { files: 2 }, ignoreFile: ".dockerignore" });
    expect(context.rules).toEqual([
      { line: 1, text: "**/.env", decides: [".env", "docs/.env"] },
      { line: 2, text: "**/__pycache__", decides: ["__pycache__/app.pyc", "docs/__pycache__/app.pyc"] },
      { line: 3, text: ".git", decides: [".git/objects/pack/p.pack"] },
      { line: 4, text: "Dockerfile", decides: [] },
    ]);
  });

  test("are found where they were renamed, written again, and deleted in a later layer", async () => {
    const { canaries } = await observe(
      [
        "COPY docs /docs",
        "COPY .env /settings",
        "RUN cat /settings /docs/.env > /both && chmod 600 /settings",
        "RUN rm -r /docs",
      ].join("\n"),
    );
    const seen = canaries.found.map(
      ({ path, line, deleted, canary }) => `${line} ${path} ${canary} ${deleted}`,
    );
    expect(seen.toSorted()).toEqual([
      "2 /docs/.env docs/.env true",
      "2 /docs/__pycache__/app.pyc docs/__pycache__/app.pyc true",
      "3 /settings .env false",
      "4 /both .env false",
      "4 /both docs/.env false",
      "4 /settings .env false",
    ]);
    expect(canaries.found.find(({ path }) => path === "/settings")?.instruction).toBe("COPY .env /settings");
  });

  test("are not found where only an earlier stage has them", async () => {
    const stages = "COPY . /src\nFROM python:3.13-slim\nCOPY --from=0 /src/app.py /app.py";
    const { canaries } = await observe(stages);
    expect(canaries.sent).toHaveLength(4);
    expect(canaries.found).toEqual([]);
  });

  test("that make the build fail leave the build to tell", async () => {
    const { canaries } = await observe("COPY . /app\nRUN test ! -e /app/.env");
    expect(canaries).toMatchObject({ found: [], build: { outcome: "failed", failedStep: { line: 3 } } });
    expect(canaries.sent).toHaveLength(4);
  });
});
