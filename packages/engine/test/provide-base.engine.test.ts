import type { ContainerCreateOptions } from "dockerode";
import { beforeAll, expect, test } from "vitest";

import { openEngine, provideBase, type Engine } from "../src/index.ts";

const silent = () => {};
let engine: Engine;

beforeAll(async () => {
  engine = await openEngine(silent);
});

async function idOf(reference: string): Promise<string> {
  return (await engine.docker.getImage(reference).inspect()).Id;
}

test("a base image that was provided is not made again", async () => {
  expect(await provideBase(engine, "python:3.13-slim", silent)).toMatchObject({ state: "present" });
  const id = await idOf("python:3.13-slim");
  const told: string[] = [];
  await provideBase(engine, "python:3.13-slim", (sentence) => told.push(sentence));
  expect(told).toEqual([]);
  expect(await idOf("python:3.13-slim")).toBe(id);
});

test("two that ask at once get one image", async () => {
  const references = ["python:3-slim", "python:slim"];
  const bases = await Promise.all(references.map((reference) => provideBase(engine, reference, silent)));
  expect(bases.map(({ state }) => state)).toEqual(["present", "present"]);
  const [first, second] = await Promise.all(references.map(idOf));
  expect(first).toBe(second);
});

test("an image that nobody has is absent, with the reason", async () => {
  const base = await provideBase(engine, "python:3.13-slimm", silent);
  expect(base).toMatchObject({
    state: "absent",
    message: { source: expect.stringContaining("`python:3.13-slimm`") },
  });
});

test("an empty base is always there", async () => {
  expect(await provideBase(engine, "scratch", silent)).toEqual({ state: "present", standIn: false });
});

/** Runs a command in a new container of the base, as root. */
const run = (command: string) => runContainer({ Image: "python:3.13-slim", Cmd: ["sh", "-euc", command] });

async function runContainer(options: ContainerCreateOptions): Promise<{ status: number; output: string }> {
  const container = await engine.docker.createContainer({ ...options, Tty: true });
  try {
    await container.start();
    const { StatusCode } = (await container.wait()) as { StatusCode: number };
    return { status: StatusCode, output: (await container.logs({ stdout: true, stderr: true })).toString() };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

test("a MariaDB starts only with a password for its root", async () => {
  const Image = "mariadb:11.8";
  expect(await provideBase(engine, Image, silent)).toMatchObject({ state: "present" });
  const { status, output } = await runContainer({ Image });
  expect(status).toBe(1);
  expect(output).toContain("MARIADB_ROOT_PASSWORD");
});

test("a MariaDB takes options in place of its command", async () => {
  const { status, output } = await runContainer({
    Image: "mariadb:11.8",
    Env: ["MARIADB_ROOT_PASSWORD=it's \\ odd"],
    Cmd: ["--no-such-option"],
  });
  expect(output).toMatch(/unknown option '--no-such-option'/);
  expect(status).not.toBe(0);
});

test("the interpreter has its modules, under /usr/local", async () => {
  const { status, output } = await run(
    "python3 -c 'import sys, ssl, sqlite3, lzma, bz2, ctypes, readline, hashlib, curses, uuid; print(sys.executable)'",
  );
  expect({ status, output }).toEqual({ status: 0, output: "/usr/local/bin/python3\r\n" });
});

test("packages install into every place that guides use", async () => {
  const { status, output } = await run(
    [
      "useradd --create-home learner",
      "pip install --quiet --prefix=/install itsdangerous && ls /install/lib/python3.13/site-packages/itsdangerous",
      "pip install --quiet --target=/target itsdangerous && ls /target/itsdangerous",
      "python -m venv /venv && /venv/bin/pip install --quiet itsdangerous && /venv/bin/python -c 'import itsdangerous'",
      "su learner -c 'pip install --quiet --user itsdangerous'",
    ].join("\n"),
  );
  expect(output).toContain("signer.py");
  expect(status).toBe(0);
});

test("apt leaves no archives and no caches behind", async () => {
  const { output } = await run(
    "(apt-get update && apt-get install --yes --no-install-recommends netcat-openbsd) > /dev/null 2>&1; find /var/cache/apt -type f -size +1k",
  );
  expect(output).toBe("");
});
