import { join } from "node:path";

import type { Progress } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { labels, repositories } from "../labels.ts";
import type { Debian } from "../own/debian.ts";
import { lock } from "../own/lock.ts";
import { stateFolder } from "../own/state.ts";
import { buildPython } from "./build-python.ts";
import { buildTarget } from "./build-target.ts";
import { ensureDebianRoot } from "./debian-root.ts";
import { ignoreConflict, inspectImage } from "./inspect-image.ts";
import { standInDigest } from "./recipe.ts";
import type { StandIn } from "./reference.ts";

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
  signal?: AbortSignal,
): Promise<void> {
  const digest = await standInDigest(standIn.kind);
  const own = `${repositories.standIn}:${ownTag(standIn)}`;
  if (!(await isCurrent(engine, own, digest))) {
    await using _ = await lock(
      join(stateFolder(), "stand-in.lock"),
      () => progress("Another Shipshape is making a base image: waiting for it."),
      signal,
    );
    if (!(await isCurrent(engine, own, digest)))
      await build(engine, debian, standIn, own, digest, progress, signal);
  }
  const before = await inspectImage(engine, reference);
  const [repository = reference, tag = "latest"] = reference.split(":");
  await engine.docker.getImage(own).tag({ repo: repository, tag });
  if (before) await removeUnnamed(engine, before.Id);
}

function ownTag(standIn: StandIn): string {
  return standIn.kind === "python"
    ? `${standIn.version}-${standIn.variant}`
    : `${standIn.kind}-${standIn.version}`;
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
  tag: string,
  digest: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const root = await ensureDebianRoot(engine, debian, progress, signal);
  const { title, work } = announcement(standIn);
  progress(`${work}, once.`);
  const startedAt = performance.now();
  const heartbeat = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    progress(`Still building ${title}: ${seconds} seconds so far.`);
  }, 30_000);
  try {
    if (standIn.kind === "python") await buildPython(engine, standIn, { root, tag, digest }, signal);
    else {
      const buildArguments = { ROOT: root, VERSION: standIn.version };
      await buildTarget(engine, { kind: standIn.kind, title, tag, digest, buildArguments }, signal);
    }
  } finally {
    clearInterval(heartbeat);
  }
}

function announcement(standIn: StandIn): { title: string; work: string } {
  if (standIn.kind === "mariadb") {
    const title = `MariaDB ${standIn.version}`;
    return { title, work: `Building ${title} from Debian's packages: about half a minute` };
  }
  const title = `Python ${standIn.version} (${standIn.variant})`;
  return { title, work: `Building ${title} from its source: about two minutes` };
}
