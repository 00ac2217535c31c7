import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { codeBlock, md, ShipshapeError, type Markdown } from "@shipshape/core";

import { reach } from "../reach.ts";
import { cgroupArguments } from "./cgroup.ts";
import type { EnginePaths } from "./state.ts";

/** How much the build cache of an engine of ours may grow to, as the engine's configuration writes it. */
export const cacheBound = "10GB";

/** How long an engine may take to come up or to go, in ms. */
const patience = 60_000;

/**
 * Starts an engine that goes on when this process ends, and waits until it answers.
 * @throws ShipshapeError with the end of its log where it does not come up
 */
export async function startDaemon(paths: EnginePaths): Promise<void> {
  // A start that was interrupted may have left one that is still coming up.
  const child = (await daemonPid(paths)) === undefined ? await launch(paths) : undefined;
  const deadline = performance.now() + patience;
  while ((await reach(`unix://${paths.socket}`)).state !== "answers") {
    if (child && child.exitCode !== null) throw await startFailure(paths, md`It ended at once.`);
    if (performance.now() > deadline)
      throw await startFailure(paths, md`It did not answer within ${patience / 1000} seconds.`);
    await pause(50);
  }
}

async function launch(paths: EnginePaths): Promise<ChildProcess> {
  await mkdir(paths.run, { recursive: true });
  await rm(paths.pid, { force: true });
  await rm(paths.socket, { force: true });
  await writeFile(paths.configuration, `${JSON.stringify(configuration(paths), null, 2)}\n`);
  await using log = await open(paths.log, "w");
  const cgroup = await cgroupArguments(paths.bridge);
  const child = spawn("dockerd", daemonArguments(paths, cgroup), {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    env: { ...process.env, PATH: programPath(paths) },
  });
  await Promise.race([
    once(child, "spawn"),
    once(child, "error").then(async ([error]) => {
      throw await startFailure(paths, md`${String(error)}.`);
    }),
  ]);
  child.unref();
  return child;
}

/** The unpacked programs come first, so that the engine runs with the containerd and runc it was tried with. */
export function programPath(paths: EnginePaths): string {
  // Some shells of root's lack the folders that iptables is in.
  const system = `${process.env["PATH"] ?? "/usr/bin:/bin"}:/usr/sbin:/sbin`;
  return `${join(paths.programs, "usr/bin")}:${join(paths.programs, "usr/sbin")}:${system}`;
}

function daemonArguments(paths: EnginePaths, cgroup: readonly string[]): string[] {
  return [
    // It holds for BuildKit's steps too, whatever a build asks for.
    ...cgroup,
    `--config-file=${paths.configuration}`,
    `--data-root=${paths.data}`,
    `--exec-root=${paths.exec}`,
    `--host=unix://${paths.socket}`,
    `--pidfile=${paths.pid}`,
    `--bridge=${paths.bridge}`,
    // Where the machine runs a containerd, the engine uses that: its things must keep to themselves.
    `--containerd-namespace=${paths.bridge}`,
    `--containerd-plugins-namespace=${paths.bridge}-plugins`,
  ];
}

function configuration({ release }: EnginePaths) {
  return {
    features: { buildkit: true, ...(release.containerdStore && { "containerd-snapshotter": true }) },
    builder: { gc: { enabled: true, defaultKeepStorage: cacheBound } },
    "log-opts": { "max-size": "20m" },
    // Docker's own pools have room for about thirty networks.
    "default-address-pools": [
      { base: "10.213.0.0/16", size: 26 },
      { base: "192.168.128.0/18", size: 26 },
      { base: "172.20.0.0/14", size: 24 },
    ],
  };
}

async function startFailure(paths: EnginePaths, reason: Markdown): Promise<ShipshapeError> {
  const log = await readFile(paths.log, "utf8").catch(() => "");
  const end = log.trim().split("\n").slice(-8).join("\n");
  return new ShipshapeError(
    md`Shipshape's own Docker engine did not start. ${reason} Its log ends:\n${codeBlock(end)}`,
    md`The whole log is in ${paths.log}. \`./shipshape clean\` removes the engine, so that the next start begins anew.`,
  );
}

/** The process of an engine of ours, where one runs. */
export async function daemonPid(paths: EnginePaths): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(paths.pid, "utf8").catch(() => ""), 10);
  if (!Number.isInteger(pid)) return undefined;
  // After a restart of the machine the number may be another process's.
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes(`--data-root=${paths.data}\0`) ? pid : undefined;
}

/** Stops an engine of ours with its containers. Does nothing where it does not run. */
export async function stopDaemon(paths: EnginePaths): Promise<void> {
  const pid = await daemonPid(paths);
  if (pid === undefined) return;
  process.kill(pid, "SIGTERM");
  const deadline = performance.now() + patience;
  while ((await daemonPid(paths)) !== undefined) {
    if (performance.now() > deadline) process.kill(pid, "SIGKILL");
    await pause(50);
  }
}
