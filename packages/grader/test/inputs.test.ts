import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { inputsOf } from "../src/inputs.ts";
import { fakeLab } from "./redis/fake-grader.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "inputs-"));
});
afterEach(() => rm(root, { recursive: true }));

test("an edit of the app is noticed wherever the lab lies, and what Python leaves there is none", async () => {
  const appFolder = join(root, "node_modules/app");
  const inputs = async () => inputsOf({ ...(await fakeLab()), appFolder });
  await mkdir(join(appFolder, "__pycache__"), { recursive: true });
  await writeFile(join(appFolder, "app.py"), "one");
  const before = await inputs();
  await writeFile(join(appFolder, "__pycache__/app.pyc"), "x");
  expect(await inputs()).toBe(before);
  await writeFile(join(appFolder, "app.py"), "two");
  expect(await inputs()).not.toBe(before);
});
