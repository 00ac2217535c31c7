import { formatSize, listed, md, Markdown } from "@shipshape/core";

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
  const subject = md`Stand-ins`;
  const found = await docker.listImages({ filters: JSON.stringify({ reference: [repositories.standIn] }) });
  if (found.length === 0)
    return { subject, state: "ok", detail: md`There are none: no registry was missed so far.` };
  const images = await Promise.all(found.map(({ Id }) => docker.getImage(Id).inspect()));
  const current = await currentDigests();
  const old = images.some(({ Config }) => !current.includes(Config.Labels?.[labels.standIn] ?? ""));
  const names = images
    .flatMap(({ RepoTags }) => RepoTags ?? [])
    .filter((tag) => !tag.startsWith(repositories.standIn))
    .toSorted();
  return {
    subject,
    state: old ? "warning" : "ok",
    detail: md`Made on this machine, because no registry answered: ${listed(names)}.`,
    remedy: old
      ? md`Some are from an older recipe, and are made anew when a Dockerfile next names them.`
      : md`Where a registry answers by now, \`./shipshape setup\` pulls the official image.`,
  };
}

async function buildCache({ docker, own }: Engine): Promise<Diagnosis> {
  const usage = (await docker.df()) as { BuildCache: { Size: number; Shared: boolean }[] | null };
  const bytes = (usage.BuildCache ?? [])
    .filter(({ Shared }) => !Shared)
    .reduce((total, { Size }) => total + Size, 0);
  const size = new Markdown((language) => formatSize(bytes, language));
  return {
    subject: md`Build cache`,
    state: "ok",
    detail: own
      ? md`${size}; it may grow to ${new Markdown(cacheBound)}.`
      : md`${size}; the engine's own settings bound it.`,
  };
}

async function leftovers(engine: Engine): Promise<Diagnosis> {
  const subject = md`Leftovers`;
  const dead = (await belongingsOf(engine)).filter(({ runId }) => !isAlive(runId));
  if (dead.length === 0) return { subject, state: "ok", detail: md`None.` };
  return {
    subject,
    state: "warning",
    detail: md`Runs that were killed left ${listed(dead.map(({ kind, name }) => `${kind} ${name.slice(0, 60)}`))}.`,
    remedy: md`The next check removes them.`,
  };
}
