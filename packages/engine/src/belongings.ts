import type { ContainerInfo } from "dockerode";

import { ignoreConflict } from "./base/inspect-image.ts";
import type { Engine } from "./engine.ts";
import { labels, repositories } from "./labels.ts";

/** Something on an engine that a run of ours made. */
export type Belonging = {
  readonly kind: "container" | "network" | "volume" | "image";
  /** An id, a name or a tag: what the engine knows it by. */
  readonly name: string;
  readonly runId: string;
};

/** Everything on the engine that runs of ours made, and nothing else. */
export async function belongingsOf(engine: Engine): Promise<Belonging[]> {
  const { docker } = engine;
  const filters = JSON.stringify({ label: [labels.run] });
  const [containers, networks, { Volumes: volumes }, images] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
    docker.listImages({ filters: JSON.stringify({ reference: [repositories.run] }) }),
  ]);
  const own = await withoutInherited(engine, containers);
  return [
    ...own.map(({ Id, Labels }) => belonging("container", Id, Labels)),
    ...networks.map(({ Id, Labels }) => belonging("network", Id, Labels)),
    // The engine answers null where there are none.
    ...(volumes ?? []).map(({ Name, Labels }) => belonging("volume", Name, Labels)),
    ...images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter((tag) => tag.startsWith(`${repositories.run}:`))
      .map((name) => ({ kind: "image" as const, name, runId: name.slice(repositories.run.length + 1) })),
  ];
}

function belonging(
  kind: Belonging["kind"],
  name: string,
  set: Record<string, string> | undefined,
): Belonging {
  return { kind, name, runId: set?.[labels.run] ?? "" };
}

/** Leaves out containers whose label comes from their image, where a Dockerfile may have written anything. */
async function withoutInherited(
  { docker }: Engine,
  containers: readonly ContainerInfo[],
): Promise<ContainerInfo[]> {
  const inherited = await Promise.all(
    containers.map(async ({ ImageID, Labels }) => {
      const image = await docker
        .getImage(ImageID)
        .inspect()
        .catch(() => undefined);
      return image?.Config.Labels?.[labels.run] === Labels[labels.run];
    }),
  );
  return containers.filter((_, index) => !inherited[index]);
}

/**
 * Removes belongings, containers first, since they hold on to the rest.
 * What has gone in the meantime is no error.
 */
export async function removeBelongings({ docker }: Engine, belongings: readonly Belonging[]): Promise<void> {
  const of = (kind: Belonging["kind"]) => belongings.filter((it) => it.kind === kind);
  await all(of("container"), ({ name }) => docker.getContainer(name).remove({ force: true, v: true }));
  await all(of("network"), ({ name }) => docker.getNetwork(name).remove());
  await all(of("volume"), ({ name }) => docker.getVolume(name).remove());
  await all(of("image"), ({ name }) => docker.getImage(name).remove({ force: true }));
}

async function all(
  belongings: readonly Belonging[],
  remove: (it: Belonging) => Promise<unknown>,
): Promise<void> {
  await Promise.all(belongings.map((it) => remove(it).catch(ignoreConflict)));
}
