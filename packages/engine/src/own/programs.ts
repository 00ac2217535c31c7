import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { execa } from "execa";

import type { Progress } from "@shipshape/core";

import { ensureCommands, PrivateApt } from "./apt.ts";
import type { Debian } from "./debian.ts";
import { stableSuite } from "./releases.ts";
import type { EnginePaths } from "./state.ts";

/**
 * Unpacks an engine's packages, verified by apt, into a folder of their own: nothing of the machine's
 * is replaced. Does nothing where that has been done.
 */
export async function ensurePrograms(paths: EnginePaths, debian: Debian, progress: Progress): Promise<void> {
  await ensureCommands(debian, { iptables: "iptables", ip: "iproute2", ps: "procps" }, progress);
  if (existsSync(paths.programs)) return;
  const { release } = paths;
  progress(`Fetching the Docker engine ${release.name} from Debian's packages: about 80 MB, once.`);
  await removeHalfMade(paths);
  await mkdir(paths.state, { recursive: true });
  const folder = await mkdtemp(`${paths.programs}.`);
  // runc and tini are the machine's own, since newer ones need a newer C library.
  await unpack(debian, debian.codename, ["runc", "tini"], folder);
  await unpack(debian, release.suite, release.packages, folder);
  if (release.tools.length > 0) await unpack(debian, stableSuite, release.tools, folder);
  await ensureLibraries(debian, folder, progress);
  await writeDockerConfig(paths);
  await rename(folder, paths.programs);
}

async function unpack(
  debian: Debian,
  suite: string,
  packages: readonly string[],
  folder: string,
): Promise<void> {
  const archives = await mkdtemp(`${folder}.archives.`);
  const apt = await PrivateApt.open(debian, suite);
  await apt.download(packages, archives);
  for (const name of await readdir(archives)) await execa("dpkg", ["-x", join(archives, name), folder]);
  await rm(archives, { recursive: true });
}

/** Removes what a start that was killed left behind. */
async function removeHalfMade(paths: EnginePaths): Promise<void> {
  const names = await readdir(paths.state).catch(() => []);
  const halfMade = names.filter((name) => name.startsWith("programs."));
  await Promise.all(halfMade.map((name) => rm(join(paths.state, name), { recursive: true, force: true })));
}

/** Docker 20.10 is linked with a library that a bare Debian does not have. */
async function ensureLibraries(debian: Debian, folder: string, progress: Progress): Promise<void> {
  const { stdout } = await execa("ldd", [join(folder, "usr/sbin/dockerd")], { reject: false });
  if (!/libdevmapper\S* => not found/.test(stdout)) return;
  progress("Installing libdevmapper1.02.1 with apt.");
  const apt = await PrivateApt.open(debian, debian.codename);
  await apt.install(["libdevmapper1.02.1"]);
}

/** A configuration folder whose docker command finds buildx, which it looks for nowhere else of ours. */
async function writeDockerConfig(paths: EnginePaths): Promise<void> {
  const plugin = join(paths.dockerConfig, "cli-plugins", "docker-buildx");
  await mkdir(dirname(plugin), { recursive: true });
  await rm(plugin, { force: true });
  await symlink(join(paths.programs, "usr/libexec/docker/cli-plugins/docker-buildx"), plugin);
  await writeFile(join(paths.dockerConfig, "config.json"), "{}\n");
}
