import { type Engine, labels } from "@shipshape/engine";

/** Whether a run is a process's, as its id says. */
export const isOf = (pid: number | undefined, runId: string): boolean => runId.includes(`-${pid}-`);

/** What a process made on the engine and is still there, by how it is removed: a run's id holds the process's. */
export async function leftBy(engine: Engine, pid: number | undefined): Promise<(() => Promise<unknown>)[]> {
  const [containers, networks, images] = await Promise.all([
    engine.docker.listContainers({ all: true }),
    engine.docker.listNetworks(),
    engine.docker.listImages({ filters: { reference: ["shipshape/run"] } }),
  ]);
  const isIts = (runId = "") => isOf(pid, runId);
  return [
    ...containers
      .filter(({ Labels }) => isIts(Labels[labels.run]))
      .map(
        ({ Id }) =>
          () =>
            engine.docker.getContainer(Id).remove({ force: true, v: true }),
      ),
    ...networks
      .filter(({ Labels }) => isIts(Labels?.[labels.run]))
      .map(
        ({ Id }) =>
          () =>
            engine.docker.getNetwork(Id).remove(),
      ),
    ...images
      .flatMap(({ RepoTags }) => RepoTags ?? [])
      .filter(isIts)
      .map((tag) => () => engine.docker.getImage(tag).remove({ force: true })),
  ];
}
