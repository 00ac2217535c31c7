import { type DockerfileSection, type Evidence, type ImageSection, baseStage } from "@shipshape/core";
import { labels } from "@shipshape/engine";
import type { ImageInspectInfo } from "dockerode";

import { buildImage } from "./build-image.ts";
import { parseDockerfile } from "./dockerfile.ts";
import { imageHistory } from "./image-history.ts";
import { nameLayers } from "./image-layers.ts";
import type { RunScope } from "./run-scope.ts";

/** Looks at an image that was built from a Dockerfile. */
export async function inspectImage(
  scope: RunScope,
  inspected: ImageInspectInfo,
  dockerfile: DockerfileSection,
  store: Evidence["engine"]["store"],
  signal: AbortSignal,
): Promise<ImageSection> {
  const { Config: config } = inspected;
  return {
    user: config.User ?? "",
    workingDirectory: config.WorkingDir || "/",
    exposedPorts: Object.keys(config.ExposedPorts ?? {}).toSorted(),
    entrypoint: words(config.Entrypoint),
    command: words(config.Cmd),
    ...(await measureImage(scope, inspected.Id, dockerfile, store, signal)),
  };
}

/** What an image is made of: its base, and what each line of its Dockerfile added. */
export async function measureImage(
  scope: RunScope,
  imageId: string,
  dockerfile: DockerfileSection,
  store: Evidence["engine"]["store"],
  signal: AbortSignal,
): Promise<Pick<ImageSection, "base" | "layers">> {
  const reference = finalBase(dockerfile);
  const [history, base] = await Promise.all([
    imageHistory(scope.engine, imageId, store, signal),
    describeBase(scope, reference, store, signal),
  ]);
  return {
    base: { reference, bytes: base.bytes, standIn: base.standIn },
    layers: nameLayers(history.slice(base.entries), dockerfile),
  };
}

/** The image that the final stage is built upon in the end. */
export function finalBase(dockerfile: DockerfileSection): string {
  return baseStage(dockerfile)?.base ?? "scratch";
}

const words = (command: string | string[] | null | undefined) => [command ?? []].flat();

/** The base's size, and how many entries of history are its own. */
export async function describeBase(
  scope: RunScope,
  reference: string,
  store: Evidence["engine"]["store"],
  signal: AbortSignal,
) {
  if (reference === "scratch") return { bytes: 0, entries: 0, standIn: false };
  const { image, tag } = await bareImage(scope, reference, signal);
  if (tag !== undefined) scope.removeImage(tag);
  const history = await imageHistory(scope.engine, image.Id, store, signal);
  return {
    bytes: history.reduce((total, { bytes }) => total + bytes, 0),
    entries: history.length,
    standIn: image.Config.Labels?.[labels.standIn] !== undefined,
  };
}

/**
 * A base as an image of the engine. BuildKit keeps bases that it pulled to itself; building nothing on one makes an
 * image of it, which whoever asked removes by its tag.
 */
export async function bareImage(
  scope: RunScope,
  reference: string,
  signal: AbortSignal,
): Promise<{ readonly image: ImageInspectInfo; readonly tag?: string }> {
  const present = await scope.engine.docker
    .getImage(reference)
    .inspect()
    .catch(() => undefined);
  if (present) return { image: present };
  const text = `FROM ${reference}\n`;
  const tag = scope.newTag();
  const { imageId } = await buildImage(scope.engine, {
    context: new Map([["Dockerfile", Buffer.from(text)]]),
    tag,
    dockerfile: parseDockerfile(text),
    limits: { buildSeconds: 60, buildLog: 1e6 },
    signal,
  });
  return { image: await scope.engine.docker.getImage(imageId ?? reference).inspect(), tag };
}
