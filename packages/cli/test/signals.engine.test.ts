import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { labels, openEngine, sweepDeadRuns } from "@shipshape/engine";
import { expect, test } from "vitest";

const engine = await openEngine(console.error);
const shipshape = join(import.meta.dirname, "../../../shipshape");

async function ours(): Promise<number> {
  const filters = { label: [labels.run] };
  const [containers, networks, images] = await Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
    engine.docker.listImages({ filters: { reference: ["shipshape/run"] } }),
  ]);
  return containers.length + networks.length + images.length;
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s while the app runs ends the command with %s, and leaves nothing", async (signal, status) => {
  // The command sweeps too: what an earlier process left is not its own.
  await sweepDeadRuns(engine);
  const before = await ours();
  const folder = await mkdtemp(join(tmpdir(), "submission-"));
  await writeFile(join(folder, "Dockerfile"), 'FROM python:3.13-slim\nCMD ["sleep", "600"]\n');
  const events = (await engine.docker.getEvents({
    filters: { event: ["start"], label: [labels.run] },
  })) as Readable;
  const child = spawn(shipshape, ["check", "01", folder], { stdio: "ignore" });
  await once(events, "data");
  events.destroy();
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([status, null]);
  expect(await ours()).toBe(before);
  await rm(folder, { recursive: true });
});

test("a reader that goes away early is no failure", async () => {
  const child = spawn("sh", ["-c", `"${shipshape}" explain image-size | true`], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let errors = "";
  child.stderr.on("data", (chunk) => (errors += chunk));
  await once(child, "exit");
  expect(errors).toBe("");
});
