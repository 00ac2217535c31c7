import type { ContentsSection } from "@shipshape/core";
import { openEngine, provideBase } from "@shipshape/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { buildImage } from "../src/build-image.ts";
import { observeContents } from "../src/contents/observe-contents.ts";
import { parseDockerfile } from "../src/dockerfile.ts";
import { RunScope } from "../src/run-scope.ts";
import { never } from "./submissions.ts";

const engine = await openEngine(console.error);
let scope: RunScope;
beforeAll(async () => {
  scope = new RunScope(engine);
  await provideBase(engine, "python:3.13-slim", () => undefined);
});
afterAll(() => scope[Symbol.asyncDispose]());

/** The smallest app with tests. */
const files = {
  "backend/app.py": "app = 1\n",
  "backend/requirements.txt": "itsdangerous==2.2.0\n",
  "backend/requirements.dev.txt": "itsdangerous==2.2.0\niniconfig==2.1.0\n",
  "backend/tests/__init__.py": "",
  "backend/tests/test_app.py": "def test_app():\n    pass\n",
};

/** Looks into what these lines build. */
async function contentsOf(...lines: readonly string[]): Promise<ContentsSection> {
  const text = `${lines.join("\n")}\n`;
  const context = new Map(
    Object.entries({ ...files, Dockerfile: text }).map(([path, content]) => [path, Buffer.from(content)]),
  );
  const dockerfile = parseDockerfile(text);
  const tag = scope.newTag();
  const { section, imageId } = await buildImage(engine, {
    context,
    tag,
    dockerfile,
    limits: { buildSeconds: 300, buildLog: 1e6 },
    signal: never,
  });
  if (imageId === undefined) throw new Error(JSON.stringify(section));
  try {
    const image = await engine.docker.getImage(imageId).inspect();
    return await observeContents({ scope, dockerfile, context, image, signal: never });
  } finally {
    scope.removeImage(tag);
  }
}

const slim = "FROM python:3.13-slim";
const pathsOf = ({ paths }: ContentsSection, kind: string) =>
  paths.filter((it) => it.kind === kind).map(({ path }) => path);

describe("what is in a final image", () => {
  test("is nothing where its base has it all", async () => {
    expect(await contentsOf(slim, "WORKDIR /app", "COPY backend/app.py .")).toEqual({
      packages: [],
      paths: [],
    });
  });

  test("is a compiler that a package brought, with its headers", async () => {
    const contents = await contentsOf(
      slim,
      "RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*",
    );
    expect(contents.packages).toEqual(expect.arrayContaining(["gcc", "libc6-dev", "binutils"]));
    expect(contents.packages).not.toContain("apt");
    expect(pathsOf(contents, "compiler")).toEqual(
      expect.arrayContaining(["/usr/bin/as", "/usr/bin/gcc", expect.stringMatching(/\/cc1$/)]),
    );
    expect(pathsOf(contents, "header").length).toBeGreaterThan(0);
  });

  test("is not what a later line removed", async () => {
    const contents = await contentsOf(
      slim,
      "RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*",
      "RUN apt-get purge --yes --auto-remove gcc libc6-dev",
    );
    expect(contents).toEqual({ packages: [], paths: [] });
  });

  test("is a compiler that no package list knows", async () => {
    const contents = await contentsOf(
      slim,
      "RUN mkdir -p /opt/tcc/bin && printf x > /opt/tcc/bin/x86_64-linux-gnu-gcc-14 && printf x > /usr/local/bin/tcc && printf x > /usr/bin/cc",
      "ENV PATH=/opt/tcc/bin:$PATH",
    );
    expect(pathsOf(contents, "compiler")).toEqual([
      "/opt/tcc/bin/x86_64-linux-gnu-gcc-14",
      "/usr/bin/cc",
      "/usr/local/bin/tcc",
    ]);
  });

  test("is pip's cache of root and of others, unless it is an empty folder", async () => {
    const contents = await contentsOf(
      slim,
      "RUN useradd --create-home sailor && pip install --no-binary itsdangerous itsdangerous==2.2.0 && mkdir -p /home/sailor/.cache/pip /home/sailor/.cache/uv && printf x > /home/sailor/.cache/uv/wheel",
    );
    expect(pathsOf(contents, "pip-cache")).toEqual(["/home/sailor/.cache/uv", "/root/.cache/pip"]);
  });

  test("is what only development needs, wherever it is installed", async () => {
    const contents = await contentsOf(
      slim,
      "RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir itsdangerous==2.2.0 iniconfig==2.1.0 && pip install --no-cache-dir iniconfig==2.1.0",
      "RUN useradd --create-home sailor && mkdir -p /home/sailor/.local/lib/python3.13/site-packages/flake8 && printf x > /opt/venv/bin/pytest",
      'ENV PATH="/opt/venv/bin:$PATH"',
    );
    expect(pathsOf(contents, "test-tool")).toEqual([
      "/home/sailor/.local/lib/python3.13/site-packages/flake8",
      "/opt/venv/bin/pytest",
      "/opt/venv/lib/python3.13/site-packages/iniconfig",
      "/usr/local/lib/python3.13/site-packages/iniconfig",
    ]);
  });

  test.each([
    ["beside the app", ["WORKDIR /app", "COPY backend/ ."], "/app"],
    ["below the app's folder", ["COPY . /srv/ship"], "/srv/ship/backend"],
    ["beside a virtual environment", ["WORKDIR /app", "RUN python -m venv .venv", "COPY backend ."], "/app"],
    ["in the root directory", ["COPY backend /"], ""],
    ["where a variable says", ["ENV HOME_OF_APP=/ship", "COPY backend $HOME_OF_APP"], "/ship"],
  ])("is tests and requirements %s", async (_, lines, place) => {
    const contents = await contentsOf(slim, ...lines);
    expect(pathsOf(contents, "tests")).toEqual([place === "" ? "/tests" : `${place}/tests`]);
    expect(pathsOf(contents, "dev-requirements")).toEqual([`${place}/requirements.dev.txt`]);
  });

  test("is seen without a shell, a Python or a command", async () => {
    const contents = await contentsOf(
      "FROM python:3.13-slim AS files",
      "RUN mkdir -p /root-of-it/var/lib/dpkg/status.d && printf 'Package: gcc\\nVersion: 1\\n' > /root-of-it/var/lib/dpkg/status.d/gcc",
      "FROM scratch",
      "COPY --from=files /root-of-it /",
      "COPY backend/tests/test_app.py /app/",
    );
    expect(contents).toEqual({ packages: ["gcc"], paths: [{ path: "/app/test_app.py", kind: "tests" }] });
  });

  test("is nobody's fault where paths lead through files or in circles", async () => {
    const contents = await contentsOf(
      slim,
      "RUN printf x > /opt/venv && ln -s /loop /loop && ln -s . /app && rm -rf /root && printf x > /root",
      'ENV PATH="/opt/venv/bin:/loop/bin:$PATH" PIP_CACHE_DIR=/loop/a',
      "WORKDIR /srv/app",
    );
    expect(contents).toEqual({ packages: [], paths: [] });
  });
});
