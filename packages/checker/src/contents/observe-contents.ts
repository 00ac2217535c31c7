import type { ContentsSection } from "@shipshape/core";

import type { Subject } from "../experiments.ts";
import { finalBase } from "../inspect-image.ts";
import { appPlaces } from "./app-places.ts";
import { emptyBase } from "./base-contents.ts";
import { BaseImage } from "./base-image.ts";
import { findCompilers, findHeaders } from "./build-tools.ts";
import { distributionPackages } from "./distribution-packages.ts";
import type { Found } from "./found.ts";
import { ImageFiles } from "./image-files.ts";
import { findPipCaches, homesIn } from "./pip-caches.ts";
import { findPythonPlaces } from "./python-places.ts";
import { findTests, findTestTools, testTools } from "./test-leftovers.ts";

/** How many paths of one kind evidence keeps. */
const mostPaths = 20;

/**
 * Looks in a final image for what building and testing need and running does not. What its base has itself is left
 * out. Nothing is started: the image may be one that cannot run.
 */
export async function observeContents({
  scope,
  dockerfile,
  context,
  image,
  signal,
}: Pick<Subject, "scope" | "dockerfile" | "context" | "image" | "signal">): Promise<ContentsSection> {
  const reference = finalBase(dockerfile);
  const [filesOpened, baseOpened] = await Promise.allSettled([
    ImageFiles.open(scope, image.Id),
    reference === "scratch" ? undefined : BaseImage.open(scope, reference, signal),
  ]);
  using files = opened(filesOpened);
  await using baseImage = opened(baseOpened);
  const base = (await baseImage?.contents()) ?? emptyBase;

  const environment = environmentOf(image.Config.Env ?? []);
  const path = (environment.get("PATH") ?? "").split(":").filter((it) => it.startsWith("/"));
  const places = appPlaces(dockerfile, image.Config.WorkingDir || "/", environment);
  const homes = await homesIn(files, environment);
  const started = [image.Config.Entrypoint ?? [], image.Config.Cmd ?? []].flat();
  const python = findPythonPlaces({
    files,
    dockerfile,
    environment,
    path,
    started,
    homes,
    appPlaces: places,
  });
  const [packages, ...found] = await Promise.all([
    distributionPackages(files),
    findCompilers(files, base, path),
    findHeaders(files, base),
    findPipCaches(files, homes, environment),
    python.then((it) => findTestTools(files, base, it, testTools(context))),
    findTests(files, places, context),
  ]);
  signal.throwIfAborted();
  const own = new Set(base.packages);
  return {
    packages: packages.filter((name) => !own.has(name)),
    paths: await withoutBase(found.flatMap(boundedList), baseImage),
  };
}

/** What failed to open is thrown only when all that did open can be given back. */
function opened<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}

const environmentOf = (entries: readonly string[]) =>
  new Map(entries.map((entry) => [entry.split("=", 1)[0] ?? "", entry.slice(entry.indexOf("=") + 1)]));

/** Each path once, sorted: the same image gives the same evidence. */
function boundedList(found: readonly Found[]): Found[] {
  const byPath = new Map(found.map((it) => [it.path, it]));
  return Array.from(byPath.values())
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .slice(0, mostPaths);
}

async function withoutBase(found: readonly Found[], base: BaseImage | undefined): Promise<Found[]> {
  if (!base || found.length === 0) return [...found];
  const files = await base.files();
  const inBase = await Promise.all(found.map(({ path }) => files.has(path)));
  return found.filter((_, index) => !inBase[index]);
}
