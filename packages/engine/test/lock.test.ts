import { once } from "node:events";
import { spawn } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { lock } from "../src/own/lock.ts";

const module = new URL("../src/own/lock.ts", import.meta.url).href;

test("the second waits until the first has let go", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shipshape-test-"));
  const file = join(folder.path, "lock");
  const order: string[] = [];
  const first = await lock(file, () => {});
  const second = (async () => {
    await using _ = await lock(file, () => {});
    order.push("second");
  })();
  order.push("first");
  await first[Symbol.asyncDispose]();
  await second;
  expect(order).toEqual(["first", "second"]);
});

test("a holder that was killed does not keep the lock", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "shipshape-test-"));
  const file = join(folder.path, "lock");
  const script = `import(${JSON.stringify(module)}).then(({ lock }) => lock(${JSON.stringify(file)}, () => {})).then(() => console.log("held"))`;
  const holder = spawn(process.execPath, ["--eval", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(holder.stdout, "data");
  holder.kill("SIGKILL");
  await using held = await lock(file, () => {});
  expect(held).toBeDefined();
});
