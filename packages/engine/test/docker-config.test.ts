import { createHash } from "node:crypto";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { chosenEngine } from "../src/docker-config.ts";

/** A Docker configuration with a context of this name. */
async function withContext(folder: string, name: string, host: string): Promise<void> {
  const digest = createHash("sha256").update(name).digest("hex");
  const meta = join(folder, "contexts", "meta", digest);
  await mkdir(meta, { recursive: true });
  await writeFile(
    join(meta, "meta.json"),
    JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }),
  );
}

const configuration = () => mkdtempDisposable(join(tmpdir(), "shipshape-test-"));

test("nothing was chosen where there is no configuration", async () => {
  await using folder = await configuration();
  expect(await chosenEngine({ DOCKER_CONFIG: folder.path })).toBeUndefined();
});

test("DOCKER_HOST goes before a context", async () => {
  await using folder = await configuration();
  await withContext(folder.path, "class", "tcp://class:2375");
  const environment = {
    DOCKER_CONFIG: folder.path,
    DOCKER_CONTEXT: "class",
    DOCKER_HOST: "unix:///run/mine.sock",
  };
  const chosen = await chosenEngine(environment);
  expect(chosen?.host).toBe("unix:///run/mine.sock");
  expect(chosen?.origin.source).toBe("`DOCKER_HOST`");
});

test("DOCKER_CONTEXT goes before the current context", async () => {
  await using folder = await configuration();
  await withContext(folder.path, "class", "tcp://class:2375");
  await writeFile(join(folder.path, "config.json"), JSON.stringify({ currentContext: "other" }));
  const chosen = await chosenEngine({ DOCKER_CONFIG: folder.path, DOCKER_CONTEXT: "class" });
  expect(chosen).toMatchObject({ host: "tcp://class:2375", environment: { DOCKER_CONTEXT: "class" } });
  expect(chosen?.origin.source).toBe("the context `class`");
});

test("the current context is used, with its keys", async () => {
  await using folder = await configuration();
  await withContext(folder.path, "class", "tcp://class:2376");
  await writeFile(join(folder.path, "config.json"), JSON.stringify({ currentContext: "class" }));
  const tls = join(
    folder.path,
    "contexts",
    "tls",
    createHash("sha256").update("class").digest("hex"),
    "docker",
  );
  await mkdir(tls, { recursive: true });
  await writeFile(join(tls, "ca.pem"), "PEM");
  expect(await chosenEngine({ DOCKER_CONFIG: folder.path })).toMatchObject({ tls: { ca: "PEM" } });
});

test("the default context stands for the default socket", async () => {
  await using folder = await configuration();
  expect(await chosenEngine({ DOCKER_CONFIG: folder.path, DOCKER_CONTEXT: "default" })).toBeUndefined();
});

test("a context that is not there is named", async () => {
  await using folder = await configuration();
  const environment = { DOCKER_CONFIG: folder.path, DOCKER_CONTEXT: "gone" };
  await expect(chosenEngine(environment)).rejects.toThrow("The Docker context `gone` is chosen");
});

test("a configuration that is not JSON is named", async () => {
  await using folder = await configuration();
  await writeFile(join(folder.path, "config.json"), "{");
  await expect(chosenEngine({ DOCKER_CONFIG: folder.path })).rejects.toThrow("config.json` is not JSON");
});
