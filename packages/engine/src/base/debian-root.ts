import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { execa, ExecaError } from "execa";

import { codeBlock, md, ShipshapeError, type Progress } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { repositories } from "../labels.ts";
import { ensureCommands } from "../own/apt.ts";
import type { Debian } from "../own/debian.ts";
import { stateFolder } from "../own/state.ts";
import { ignoreConflict, inspectImage } from "./inspect-image.ts";
import { jsonLines } from "../json-lines.ts";
import { rootArguments, rootDigest } from "./recipe.ts";
import { rootSuite } from "./reference.ts";
import { standInFolder } from "./stand-in-folder.ts";

/**
 * Gives the engine a bare Debian to build stand-ins on, made from Debian's packages where it is not there yet.
 * @returns its tag
 */
export async function ensureDebianRoot(
  engine: Engine,
  debian: Debian,
  progress: Progress,
  signal?: AbortSignal,
): Promise<string> {
  const tag = `${rootSuite}-${await rootDigest()}`;
  const reference = `${repositories.root}:${tag}`;
  if (await inspectImage(engine, reference)) return reference;
  await ensureCommands(debian, { mmdebstrap: "mmdebstrap" }, progress);
  progress("Making a small Debian from its packages: about 15 seconds, once.");
  await mkdir(stateFolder(), { recursive: true });
  await removeHalfMade();
  const folder = await mkdtemp(join(stateFolder(), "debian-root."));
  try {
    const archive = join(folder, "root.tar");
    await mmdebstrap(debian, archive, signal);
    await importImage(engine, archive, tag);
  } finally {
    await rm(folder, { recursive: true });
  }
  await removeOthers(engine, reference);
  return reference;
}

/** Removes roots from older recipes, as far as no image stands on them any more. */
async function removeOthers({ docker }: Engine, reference: string): Promise<void> {
  const listed = await docker.listImages({ filters: JSON.stringify({ reference: [repositories.root] }) });
  const others = listed.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag !== reference);
  await Promise.all(others.map((tag) => docker.getImage(tag).remove().catch(ignoreConflict)));
}

/** Removes what a making that was killed left behind: whoever makes one has the lock. */
async function removeHalfMade(): Promise<void> {
  const names = (await readdir(stateFolder())).filter((name) => name.startsWith("debian-root."));
  await Promise.all(names.map((name) => rm(join(stateFolder(), name), { recursive: true, force: true })));
}

async function mmdebstrap(debian: Debian, archive: string, signal: AbortSignal | undefined): Promise<void> {
  const lines = debian.lines(rootSuite);
  const files = join(standInFolder(), "root");
  // A learner's umask or a checkout's owner must not show in the image.
  const copy =
    'cp --recursive --no-preserve=ownership "$SHIPSHAPE_ROOT"/. "$1"/ && chmod -R u=rwX,go=rX "$1"/etc/apt/apt.conf.d && chmod 755 "$1"/usr/sbin/policy-rc.d';
  try {
    await execa("mmdebstrap", [...rootArguments, `--customize-hook=${copy}`, rootSuite, archive, ...lines], {
      stdin: "ignore",
      all: true,
      env: { SHIPSHAPE_ROOT: files, LC_ALL: "C", TMPDIR: "/var/tmp", ...(await aptProxy()) },
      ...(signal && { cancelSignal: signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    const output = error instanceof ExecaError ? String(error.all) : String(error);
    throw new ShipshapeError(
      md`mmdebstrap could not make a small Debian:\n${codeBlock(output.trim().split("\n").slice(-6).join("\n"))}`,
      "It takes packages from the Debian mirrors in /etc/apt: see that `apt-get update` works, then try again.",
      { cause: error },
    );
  }
}

/** The proxy that apt is told of in its own configuration, which mmdebstrap does not read. */
async function aptProxy(): Promise<Record<string, string>> {
  const { stdout } = await execa("apt-config", ["shell", "http_proxy", "Acquire::http::Proxy"]);
  const proxy = /^http_proxy='(.+)'$/m.exec(stdout)?.[1];
  return proxy === undefined ? {} : { http_proxy: proxy };
}

async function importImage(engine: Engine, archive: string, tag: string): Promise<void> {
  const options = { repo: repositories.root, tag, changes: 'CMD ["bash"]' };
  const stream = await engine.docker.importImage(createReadStream(archive), options);
  for await (const { error } of jsonLines(stream)) if (error !== undefined) throw new Error(error);
}
