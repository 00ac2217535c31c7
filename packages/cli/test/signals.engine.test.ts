import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { type EngineMessage, jsonLines, labels, openEngine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { isOf, leftBy } from "./left-by.ts";

const engine = await openEngine(console.error);
const shipshape = join(import.meta.dirname, "../../../shipshape");

/** The run whose container an event of the engine is about. */
function startedRun(event: EngineMessage): string {
  const { Actor } = event as { readonly Actor?: { readonly Attributes?: Record<string, string> } };
  return Actor?.Attributes?.[labels.run] ?? "";
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("%s while the app runs ends the command with %s, and leaves nothing", async (signal, status) => {
  const folder = await mkdtemp(join(tmpdir(), "submission-"));
  await writeFile(join(folder, "Dockerfile"), 'FROM python:3.13-slim\nCMD ["sleep", "600"]\n');
  const events = (await engine.docker.getEvents({
    filters: { event: ["start"], label: [labels.run] },
  })) as Readable;
  const child = spawn(shipshape, ["check", "01", folder], { stdio: "ignore" });
  for await (const event of jsonLines(events)) if (isOf(child.pid, startedRun(event))) break;
  child.kill(signal);
  expect(await once(child, "exit")).toEqual([status, null]);
  expect(await leftBy(engine, child.pid)).toEqual([]);
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

test("a standard error that cannot be written to leaves the exit status as it is", async () => {
  const child = spawn("sh", ["-c", `"${shipshape}" explain nothing-of-this-name 2>/dev/full`]);
  expect(await once(child, "exit")).toEqual([2, null]);
});
