import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

const launcher = join(import.meta.dirname, "../../../shipshape");
let root: string;
let toolchain: string;

/** A clone that is installed, with a Node that says what it is to run. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "clone of mine-"));
  const [, node, pnpm] =
    /^node_version=(.*)\npnpm_version=(.*)$/m.exec(await readFile(launcher, "utf8")) ?? [];
  toolchain = join(root, `cache/shipshape/node-${node}-pnpm-${pnpm}/bin`);
  for (const folder of [toolchain, join(root, "packages/cli/src"), join(root, "node_modules")])
    await mkdir(folder, { recursive: true });
  await cp(launcher, join(root, "shipshape"));
  await writeFile(join(root, "packages/cli/rolldown.config.ts"), "");
  await writeFile(join(root, "node_modules/.shipshape-installed"), "");
  await program("node", 'echo "$@"');
});
afterEach(() => rm(root, { recursive: true }));

const program = (name: string, does: string) =>
  writeFile(join(toolchain, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });

const start = () =>
  spawnSync(join(root, "shipshape"), ["labs"], {
    encoding: "utf8",
    env: { ...process.env, XDG_CACHE_HOME: join(root, "cache") },
  });

test("a start runs what it has bundled, and the next one the same", async () => {
  await program("pnpm", 'for folder; do :; done; mkdir -p "$folder"');
  const first = start();
  expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/b-\d+\/shipshape\.cjs labs\n$/) });
  await program("pnpm", "exit 1");
  expect(start().stdout).toBe(first.stdout);
});

test("a bundle that failed is told, and never run", async () => {
  await program("pnpm", 'for folder; do :; done; mkdir -p "$folder"; exit 1');
  const told = { status: 2, stdout: "", stderr: expect.stringContaining("could not be bundled") };
  expect([start(), start()]).toMatchObject([told, told]);
  expect(await readdir(join(root, "packages/cli/dist"))).not.toContain("current");
});
