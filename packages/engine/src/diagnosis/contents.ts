import { formatSize } from "@shipshape/core";

import { currentDigests } from "../base/recipe.ts";
import { belongingsOf } from "../belongings.ts";
import type { Diagnosis } from "../diagnose.ts";
import type { Engine } from "../engine.ts";
import { labels, repositories } from "../labels.ts";
import { cacheBound } from "../own/daemon.ts";
import { isAlive } from "../run-id.ts";

/** What is on the engine: stand-ins, the build cache, and what killed runs left. */
export async function diagnoseContents(engine: Engine): Promise<Diagnosis[]> {
  return Promise.all([standIns(engine), buildCache(engine), leftovers(engine)]);
}

async function standIns({ docker }: Engine): Promise<Diagnosis> {
  const subject = "Stand-ins";
  const listed = await docker.listImages({ filters: JSON.stringify({ reference: [repositories.standIn] }) });
  if (listed.length === 0)
    return { subject, state: "ok", detail: "There are none: no registry was missed so far." };
  const images = await Promise.all(listed.map(({ Id }) => docker.getImage(Id).inspect()));
  const current = await currentDigests();
  const old = images.some(({ Config }) => !current.includes(Config.Labels?.[labels.standIn] ?? ""));
  const names = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => !tag.startsWith(repositories.standIn))
    .toSorted();
  return {
    subject,
    state: old ? "warning" : "ok",
    detail: `Made on this machine, because no registry answered: ${names.join(", ")}.`,
    remedy: old
      ? "Some are from an older recipe, and are made anew when a Dockerfile next names them."
      : "Where a registry answers by now, `./shipshape setup` pulls the official image.",
  };
}

async function buildCache({ docker, own }: Engine): Promise<Diagnosis> {
  const usage = (await docker.df()) as { BuildCache: { Size: number; Shared: boolean }[] | null };
  const bytes = (usage.BuildCache ?? [])
    .filter(({ Shared }) => !Shared)
    .reduce((total, { Size }) => total + Size, 0);
  const bound = own ? `it may grow to ${cacheBound}` : "the engine's own settings bound it";
  return { subject: "Build cache", state: "ok", detail: `${formatSize(bytes)}; ${bound}.` };
}

async function leftovers(engine: Engine): Promise<Diagnosis> {
  const subject = "Leftovers";
  const dead = (await belongingsOf(engine)).filter(({ runId }) => !isAlive(runId));
  if (dead.length === 0) return { subject, state: "ok", detail: "None." };
  return {
    subject,
    state: "warning",
    detail: `Runs that were killed left ${dead.map(({ kind, name }) => `${kind} ${name.slice(0, 60)}`).join(", ")}.`,
    remedy: "The next check removes them.",
  };
}
