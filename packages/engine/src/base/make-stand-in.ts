import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { ShipshapeError, type Progress } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { labels, repositories } from "../labels.ts";
import type { Debian } from "../own/debian.ts";
import { lock } from "../own/lock.ts";
import { stateFolder } from "../own/state.ts";
import { hostCertificates } from "./certificates.ts";
import { ensureDebianRoot } from "./debian-root.ts";
import { ignoreConflict, inspectImage } from "./inspect-image.ts";
import { jsonLines } from "../json-lines.ts";
import { standInDigest } from "./recipe.ts";
import type { StandIn } from "./reference.ts";
import { standInFolder } from "./stand-in-folder.ts";

/**
 * Makes a stand-in and gives it the reference that a Dockerfile names; does only the latter where it is made
 * already. Two at once make one.
 */
export async function makeStandIn(
  engine: Engine,
  debian: Debian,
  standIn: StandIn,
  reference: string,
  progress: Progress,
): Promise<void> {
  const digest = await standInDigest();
  const own = `${repositories.standIn}:${standIn.version}-${standIn.variant}`;
  if (!(await isCurrent(engine, own, digest))) {
    await using _ = await lock(join(stateFolder(), "stand-in.lock"), () =>
      progress("Another Shipshape is making a base image: waiting for it."),
    );
    if (!(await isCurrent(engine, own, digest))) await build(engine, debian, standIn, own, digest, progress);
  }
  const before = await inspectImage(engine, reference);
  const [repository = reference, tag = "latest"] = reference.split(":");
  await engine.docker.getImage(own).tag({ repo: repository, tag });
  if (before) await removeUnnamed(engine, before.Id);
}

async function isCurrent(engine: Engine, own: string, digest: string): Promise<boolean> {
  return (await inspectImage(engine, own))?.Config.Labels?.[labels.standIn] === digest;
}

/** Removes a stand-in from an older recipe when its last tag has gone to the new one. */
async function removeUnnamed(engine: Engine, id: string): Promise<void> {
  const old = await inspectImage(engine, id);
  if (!old?.Config.Labels?.[labels.standIn] || (old.RepoTags ?? []).length > 0) return;
  // Images that a learner built upon it may hold it.
  await engine.docker.getImage(id).remove().catch(ignoreConflict);
}

async function build(
  engine: Engine,
  debian: Debian,
  standIn: StandIn,
  own: string,
  digest: string,
  progress: Progress,
): Promise<void> {
  const root = await ensureDebianRoot(engine, debian, progress);
  const { version, variant } = standIn;
  progress(`Building Python ${version} (${variant}) from its source: about two minutes, once.`);
  const startedAt = performance.now();
  const heartbeat = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    progress(`Still building Python ${version} (${variant}): ${seconds} seconds so far.`);
  }, 30_000);
  const context = await mkdtemp(join(tmpdir(), "shipshape-stand-in."));
  try {
    await writeContext(context);
    const request = { context, digest, version };
    const parts = { ROOT: root, VERSION: version, SUITE: standIn.suite, PIP: standIn.pip };
    const interpreter = await buildTarget(engine, {
      ...request,
      target: "interpreter",
      buildArguments: parts,
    });
    // Which patch version the source package has is known only now, and the image has to say it.
    const buildArguments = { ...parts, PYTHON_VERSION: await patchVersion(engine, interpreter, version) };
    await buildTarget(engine, { ...request, target: variant, tag: own, buildArguments });
    await engine.docker.getImage(interpreter).remove({ force: true });
  } finally {
    clearInterval(heartbeat);
    await rm(context, { recursive: true });
  }
}

async function writeContext(folder: string): Promise<void> {
  await cp(join(standInFolder(), "Dockerfile"), join(folder, "Dockerfile"));
  await mkdir(join(folder, "certificates"));
  for (const { name, content } of await hostCertificates())
    await writeFile(join(folder, "certificates", name), content);
}

type Target = {
  readonly context: string;
  readonly target: string;
  readonly version: string;
  readonly tag?: string;
  readonly digest: string;
  readonly buildArguments: Readonly<Record<string, string>>;
};

/** @returns the image's id */
async function buildTarget(engine: Engine, request: Target): Promise<string> {
  const { context, target, version, tag, digest, buildArguments } = request;
  const stream = await engine.docker.buildImage(
    { context, src: ["Dockerfile", "certificates"] },
    {
      // A number, not the string "2": dockerode opens a session for that, which only secrets need.
      version: 2 as unknown as "2",
      ...(tag !== undefined && { t: tag }),
      target,
      buildargs: { ...proxyArguments(), ...buildArguments },
      labels: { [labels.standIn]: digest },
    },
  );
  let written = "";
  let image = "";
  for await (const { id, aux, error } of jsonLines(stream)) {
    if (id === "moby.buildkit.trace") written = (written + readable(String(aux))).slice(-4_000);
    if (id === "moby.image.id") image = (aux as { ID: string }).ID;
    if (error !== undefined) throw buildFailure(target, version, error, written);
  }
  return image;
}

/** BuildKit predefines these: they reach each step and stay out of the image. */
function proxyArguments(): Record<string, string> {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** The text in one of BuildKit's progress messages: enough to say what a step wrote before it failed. */
function readable(message: string): string {
  return Buffer.from(message, "base64")
    .toString("latin1")
    .replaceAll(/[^\n\x20-\x7E]+/g, " ");
}

function buildFailure(variant: string, version: string, error: string, written: string): ShipshapeError {
  const end = written
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-10)
    .join("\n");
  return new ShipshapeError(
    `Python ${version} (${variant}) could not be built: ${error}\nThe build wrote last:\n${end}`,
    "It needs a Debian mirror and a Python package index: see that containers of this engine reach them, then try again.",
  );
}

/** Reads the full version from the interpreter's own header. */
async function patchVersion(engine: Engine, image: string, version: string): Promise<string> {
  const container = await engine.docker.createContainer({ Image: image });
  try {
    const path = `/usr/local/include/python${version}/patchlevel.h`;
    const header = await text(await container.getArchive({ path }));
    return /#define PY_VERSION\s+"([^"]+)"/.exec(header)?.[1] ?? version;
  } finally {
    await container.remove({ force: true });
  }
}
